-- disable frame-filter: disables what scripts make of stacks.

pyflame.command{
  name = "disable frame-filter", group = "support", usage = "NAME | all",
  min_args = 1, max_args = 1,
  summary = "Disable a frame filter, or all of them.",
  run = function(_, args)
    local filters = require "pyflame.lib.frame_filters"
    local count, message, code = filters:switch(args[1], false)
    if not count then return nil, message, code end
  end,
}
