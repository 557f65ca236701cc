-- enable pretty-printer: enables what scripts make of values.

pyflame.command{
  name = "enable pretty-printer", group = "support", usage = "NAME | all",
  min_args = 1, max_args = 1,
  summary = "Enable a pretty-printer, or all of them.",
  run = function(_, args)
    local printers = require "pyflame.lib.printers"
    local count, message, code = printers:switch(args[1], true)
    if not count then return nil, message, code end
    print(("%d printer%s enabled"):format(count, count == 1 and "" or "s"))
    print(("%d of %d printers enabled"):format(printers:count_enabled(), #printers))
  end,
}
