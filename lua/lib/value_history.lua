-- The values that "print" has shown, $1 and on, and what $names in expressions stand for.

local pyflame = require "pyflame"

local value_history = {}

local shown = {} -- what frame:inspect() gave, with the text that was printed

-- Keeps what was found, which was printed as TEXT; returns its number.
function value_history.add(found, text)
  shown[#shown + 1] = {
    value = found.value, plain = found.plain, text = text, type = found.type,
    redacted = found.redacted,
  }
  return #shown
end

function value_history.count() return #shown end

function value_history.get(number) return shown[number] end

-- The number that "", "$", "$2" or "1" means, the text behind a "$"; nil when it is a name. Raises
-- when there is no such value.
local function number_of(name)
  local back = name == "" and 0 or name == "$" and 1
               or math.tointeger(tonumber(name:match("^%$(%d+)$")))
  if back then
    if #shown == 0 then return 0 end
    if back >= #shown then error(("History does not go back to $$%d."):format(back), 0) end
    return #shown - back
  end
  local number = math.tointeger(tonumber(name:match("^(%d+)$")))
  if number and (number > #shown or number == 0) then
    error(("History has not yet reached $%d."):format(number), 0)
  end
  return number
end

-- What the whole of TEXT stands for in the history; nil when it is another expression.
function value_history.whole(text)
  local name = text:match("^%s*%$(%$?%d*)%s*$")
  local number = name and number_of(name)
  if number == 0 then error("The history is empty.", 0) end
  return number and shown[number]
end

-- What the $names in the expression TEXT stand for, as frame:eval() takes it.
function value_history.variables(text)
  local found = {}
  for name in text:gmatch("%$(%$?[%w_]*)") do
    local number = number_of(name)
    local entry = number and shown[number]
    local value
    if entry then
      value = entry.plain == nil and entry.value or entry.plain
    elseif not number then
      value = pyflame.vars[name]
    end
    found[name] = value
  end
  return found
end

return value_history
