-- print: the value of an expression in the selected frame.

local completion = require "pyflame.lib.value_completion"
local printing = require "pyflame.lib.printing"
local value_history = require "pyflame.lib.value_history"

pyflame.command{
  name = "print", alias = { "inspect", "p", "py-print" }, group = "data", usage = "[/FMT] [EXPR]",
  needs = "process", again = true, complete = completion.complete,
  summary = "Print value of expression EXPR.",
  help = printing.HELP .. "\nWithout EXPR the last value is printed again.",
  run = function(session, args)
    local text, found, code, advice = printing.read(session, args.text, "print")
    if not text then return nil, found, code, advice end
    print(("$%d = %s"):format(value_history.add(found, text), text))
    return true
  end,
}
