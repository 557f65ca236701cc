-- The letters of x/FMT: how many units, as what, and how large; and what GDB takes by default.

local letters = {}

letters.SIZES = { b = 1, h = 2, w = 4, g = 8 }

local FORMATS = "acdfostuxz"
local MAX_COUNT = 1 << 31

local function usage(message) return nil, message, "USAGE" end

local function count_of(digits)
  local count = #digits <= 12 and math.tointeger(tonumber(digits))
  if not count or math.abs(count) > MAX_COUNT then
    return usage(('Invalid number "%s".'):format(digits))
  end
  return count
end

-- What size a format has when only the format is given; size is the last one.
local function size_for(format, size)
  if format == "a" then return "g" end
  if format == "f" then return (size == "w" or size == "g") and size or "g" end
  if format == "c" or format == "s" then return "b" end
  return size
end

-- Reads "8xg", where last is what was used before, a table like that which is returned: count,
-- format and size. nil, message, code when it is none.
function letters.parse(word, last)
  local digits, rest = word:match("^(%-?%d*)(.*)$")
  local count, format, size = 1, nil, nil
  if digits == "-" then return usage('Invalid number "-".') end
  if digits ~= "" then
    local message, code
    count, message, code = count_of(digits)
    if not count then return nil, message, code end
  end
  for letter in rest:gmatch(".") do
    if letters.SIZES[letter] then
      size = letter
    elseif letter == "i" then
      return usage("There is no disassembler here: try another format than \"i\".")
    elseif FORMATS:find(letter, 1, true) then
      format = letter
    else
      return usage(('Undefined output format "%s".'):format(pyflame.printable(letter)))
    end
  end
  if not format then return { count = count, format = last.format, size = size or last.size } end
  return { count = count, format = format, size = size or size_for(format, last.size) }
end

return letters
