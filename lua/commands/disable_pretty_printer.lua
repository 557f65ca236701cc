-- disable pretty-printer: disables what scripts make of values.

pyflame.command{
  name = "disable pretty-printer", group = "support", usage = "NAME | all",
  min_args = 1, max_args = 1,
  summary = "Disable a pretty-printer, or all of them.",
  run = function(_, args)
    local printers = require "pyflame.lib.printers"
    local count, message, code = printers:switch(args[1], false)
    if not count then return nil, message, code end
    print(("%d printer%s disabled"):format(count, count == 1 and "" or "s"))
    print(("%d of %d printers enabled"):format(printers:count_enabled(), #printers))
  end,
}
