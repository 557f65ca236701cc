-- info pretty-printer: what scripts make of values.

pyflame.command{
  name = "info pretty-printer", group = "status", max_args = 0, again = true,
  summary = "List the pretty-printers that scripts have added.",
  run = function() require("pyflame.lib.printers"):print() end,
}
