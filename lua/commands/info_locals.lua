-- info locals, info args, info globals: the variables of the selected frame.

local looking = require "pyflame.lib.looking"
local printing = require "pyflame.lib.printing"

local function read(session, method, pattern)
  return looking.at(session, function(frame)
    if method == "globals" then return frame:globals(pattern, looking.limits()) end
    return frame[method](frame, looking.limits())
  end)
end

local ARGUMENT = { argument = true, varargs = true, keywords = true }

-- Without what nobody can name, such as the iterator of a comprehension; of locals, as in GDB,
-- without the arguments.
local function own(variables, without)
  local list = {}
  for _, variable in ipairs(variables) do
    local other = without and ARGUMENT[variable.kind]
    if not other and variable.name:sub(1, 1) ~= "." then list[#list + 1] = variable end
  end
  return list
end

local function print_all(session, method, pattern, what, all)
  local variables, message, code, advice = read(session, method, pattern)
  if not variables then return nil, message, code, advice end
  local list = printing.matching(own(variables, method == "locals" and not all), pattern)
  if #list == 0 and pattern then what = "matching " .. what end
  return printing.print_variables(list, ("No %s."):format(what))
end

local PATTERN = "\nWith PATTERN only those whose names match it: * ? [a-z]."

pyflame.command{
  name = "info locals", alias = "lo", group = "status", usage = "[PATTERN]",
  max_args = 1, needs = "process", again = true,
  summary = "All local variables of current stack frame or those matching PATTERN.",
  help = "Arguments are not among them: see \"info args\".  One that has no value now is <unbound>."
    .. PATTERN,
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

pyflame.command{
  name = "py-locals", group = "stack", max_args = 0, needs = "process", again = true,
  summary = "All local variables of current stack frame, and its arguments.",
  run = function(session) return print_all(session, "locals", nil, "locals", true) end,
}
