-- info locals, info args, info globals: the variables of the selected frame.

local looking = require "pyflame.lib.looking"
local printing = require "pyflame.lib.printing"

local function read(session, method, pattern)
  return looking.at(session, function(frame)
    if method == "globals" then return frame:globals(pattern, looking.limits()) end
    return frame[method](frame, looking.limits())
  end)
end

local function print_all(session, method, pattern, what)
  local variables, message, code, advice = read(session, method, pattern)
  if not variables then return nil, message, code, advice end
  local list = printing.matching(variables, pattern)
  if #list == 0 and pattern then what = "matching " .. what end
  return printing.print_variables(list, ("No %s."):format(what))
end

local PATTERN = "\nWith PATTERN only those whose names match it: * ? [a-z]."

pyflame.command{
  name = "info locals", alias = { "lo", "py-locals" }, group = "status", usage = "[PATTERN]",
  max_args = 1, needs = "process", again = true,
  summary = "All local variables of current stack frame or those matching PATTERN.",
  help = "Arguments come first.  One that has no value now is <unbound>." .. PATTERN,
  run = function(session, args) return print_all(session, "locals", args[1], "locals") end,
}

pyflame.command{
  name = "info args", alias = "ar", group = "status", usage = "[PATTERN]", max_args = 1,
  needs = "process", again = true,
  summary = "All argument variables of current stack frame or those matching PATTERN.",
  help = "In the order in which the function has them." .. PATTERN,
  run = function(session, args) return print_all(session, "arguments", args[1], "arguments") end,
}

pyflame.command{
  name = "info globals", group = "status", usage = "[PATTERN]", max_args = 1,
  needs = "process", again = true,
  summary = "The global variables that the current stack frame sees.",
  help = "Those of its module." .. PATTERN,
  run = function(session, args) return print_all(session, "globals", args[1], "globals") end,
}
