-- until: runs the process until a condition over a thread's stack is true, and holds it there.

local catching = require "pyflame.lib.catching"

-- What a condition may call beside fields and has().
local LIBRARY = {
  math = math, string = string, tonumber = tonumber, tostring = tostring, type = type, utf8 = utf8,
}

local FIELDS = {
  depth = function(stack) return stack.depth end,
  file = function(stack) return stack[1].file end,
  func = function(stack) return stack[1].name end,
  line = function(stack) return stack[1].line or 0 end,
  qualname = function(stack) return stack[1].qualname or stack[1].name end,
  stack = function(stack) return stack end,
  state = function(stack) return stack.state end,
  syscall = function(stack) return stack.syscall end,
  thread = function(stack) return stack.thread.name or "" end,
  tid = function(stack) return stack.thread.tid end,
}

-- The function has(pattern) over the stack that current() gives.
local function make_has(current)
  local patterns = {}
  return function(pattern)
    if type(pattern) ~= "string" then error("has: not a pattern: " .. tostring(pattern), 0) end
    patterns[pattern] = patterns[pattern] or catching.pattern(pattern)
    return current():has(patterns[pattern])
  end
end

-- What can be done about what load() says of a condition.
local function advise(condition, message)
  local place = condition:match("^[^%s\"'=<>~()]+:%d+$")
  if place then return ('%s.  Try "until has(\'%s\')"'):format(message, place) end
  return message:find("near '='", 1, true) and message .. '.  "==" compares' or message
end

-- What is said of a name that there is not: somebody who writes nothing else means a function.
local function unknown(condition, name)
  local hint = condition == name and ('Try "until has(\'%s\')"'):format(name) or
               'Text needs quotes; "help until" lists the names'
  return ('until: there is no "%s" here.  %s'):format(name, hint)
end

-- The condition as a function over a stack; raises what is wrong with it.
local function compile(condition)
  local expression = require "pyflame.lib.expression"
  local stack
  local has = make_has(function() return stack end)
  local names = setmetatable({}, { __index = function(_, name)
    if FIELDS[name] then return FIELDS[name](stack) end
    if name == "has" then return has end
    if name == "__dollar" then return expression.dollar end
    return LIBRARY[name] or error(unknown(condition, name), 0)
  end })
  local code = expression.expand(condition)
  local chunk, message = load("return " .. code, "=until", "t", names)
  if not chunk then error(advise(condition, (message:gsub("^until:1:", "until:"))), 0) end
  return function(given)
    stack = given
    local good, value = pcall(chunk)
    return good and value or not good and error((value:gsub("^until:1:", "until:")), 0)
  end
end

-- Whether all of it is Lua, also where it has an "if" in it.
local function is_whole(condition)
  return load("return " .. require("pyflame.lib.expression").expand(condition)) ~= nil
end

pyflame.command{
  name = "until", group = "sampling", needs = "process", min_args = 1, composes = true,
  usage = "[-thread T] [-s SECONDS] [-r RATE] [-do COMMAND [-n COUNT]] CONDITION [if EXPR]",
  summary = "Wait until a thread's stack makes a condition true, and stop the process there.",
  help = [[
CONDITION is a Lua expression.  func, qualname, file and line are those of the newest frame; depth
is how many frames there are; thread is the thread's name, tid its native id; state is "gil" (runs
Python), "running", "waiting" or "gil-wait", and syscall what it waits in; has("PATTERN") is whether
some frame is of that function, module:function or file:line.  $name is a convenience variable, and
$_name(...) a function that a script has added.  Threads without a frame are left out.
With EXPR, an expression of "print", it must be true in the newest frame, too.  That is looked at
while the process is held, which then runs on where it is not.
The thread is selected, and the process stays stopped until "continue".
]] .. catching.HELP .. [[

COMMAND is one word: quote it.  Example: until depth > 50 and not has("json.*:*")
It is what comes nearest to a breakpoint with a condition.]],
  run = function(session, args)
    local options, condition = catching.read(args.text)
    if condition == "" then error("Argument required (condition).", 0) end
    local head, expression = catching.cut_condition(condition)
    if expression and not is_whole(condition) then
      condition, options["if"] = head, expression
    end
    return catching.run(session, options, { min_depth = 1, match = compile(condition) })
  end,
}
