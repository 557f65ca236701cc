-- output: the value of an expression, and nothing else.

local completion = require "pyflame.lib.value_completion"
local printing = require "pyflame.lib.printing"

pyflame.command{
  name = "output", group = "data", usage = "[/FMT] EXPR", min_args = 1, needs = "process",
  complete = completion.complete,
  summary = "Like \"print\" but don't put in value history and don't print newline.",
  help = printing.HELP,
  run = function(session, args)
    local text, message, code, advice = printing.read(session, args.text, "output")
    if not text then return nil, message, code, advice end
    pyflame.write(text)
    return true
  end,
}
