-- print: the value of an expression in the selected frame.

local completion = require "pyflame.lib.value_completion"
local printing = require "pyflame.lib.printing"
local value_history = require "pyflame.lib.value_history"

-- "$name = VALUE" is done, and leaves the name to be printed.
local function assign(text)
  local name = text:match("^%s*(%$[%a_][%w_]*)%s*=[^=]")
  if not name then return text end
  local good, message, code, advice = pyflame.execute("set variable " .. text)
  if not good then return nil, message, code, advice end
  return name
end

pyflame.command{
  name = "print", alias = { "inspect", "p", "py-print" }, group = "data", usage = "[/FMT] [EXPR]",
  needs = "process", again = true, complete = completion.complete,
  summary = "Print value of expression EXPR.",
  help = printing.HELP .. "\nWithout EXPR the last value is printed again.",
  run = function(session, args)
    local text, found, code, advice = assign(args.text)
    if not text then return nil, found, code, advice end
    text, found, code, advice = printing.read(session, text, "print")
    if not text then return nil, found, code, advice end
    print(("$%d = %s"):format(value_history.add(found, text), text))
    return true
  end,
}
