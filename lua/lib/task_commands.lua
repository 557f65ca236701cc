-- The commands that "task apply" applies to tasks: bt and print.

local pyflame = require "pyflame"
local looking = require "pyflame.lib.looking"
local tasks_lib = require "pyflame.lib.tasks"

local commands = {}

-- What "bt", "bt N", "bt -N" and "bt full" print of COUNT frames; nil: it is none of them.
local function which_of(rest, count)
  local before, limit, after = rest:match("^(%a*)%s*(%-?%d*)%s*(%a*)$")
  local full = before == "" and after or before
  if not full or full ~= "" and full ~= "full" then return nil end
  local which = { full = full == "full" }
  limit = math.tointeger(tonumber(limit))
  if limit and limit < 0 then which.first = math.max(0, count + limit) end
  if limit and limit >= 0 then which.last = limit - 1 end
  return which
end

local function backtrace(rest)
  if not which_of(rest, 0) then return nil end
  return function(task)
    return function() tasks_lib.print_stack(task, "", which_of(rest, #task.frames)) end
  end
end

-- The newest frame that is the program's own.
local function own_frame(task)
  for _, frame in ipairs(task.frames) do
    if not tasks_lib.is_asyncio(frame) then return frame end
  end
  return task.frames[1]
end

local function print_value(rest)
  if rest == "" or rest:find("^/") then return nil end
  return function(task)
    local frame = own_frame(task)
    if not frame then return nil, "No frame.", "USAGE" end
    local found, message, code, advice = frame:inspect(rest, looking.limits())
    if not found then return nil, message, code, advice end
    local text = looking.text(found.text)
    return function() print(("%s = %s"):format(pyflame.printable(rest), text)) end
  end
end

local KINDS = {
  bt = backtrace, backtrace = backtrace, where = backtrace,
  p = print_value, print = print_value, inspect = print_value,
}

commands.names = { "backtrace", "bt", "full", "inspect", "p", "print", "where" }

-- function(task) that returns what prints the answer, or nil, message, code, advice. Raises.
function commands.parse(command)
  local name, rest = command:match("^(%a+)%s*(.-)%s*$")
  local prepare = KINDS[name] and KINDS[name](rest)
  if not prepare then
    error(('"%s" cannot be applied to tasks: "bt" and "print EXPR" can.'):format(command), 0)
  end
  return prepare
end

return commands
