-- Values in the formats of print/FMT: x d u o t z c a f s.

local pyflame = require "pyflame"

local value_format = {}

local FORMATS = "xduotzcafs"

-- The decimal digits of a large int as digits of BASE, least first: it is divided over and over.
local function digits_of(decimal, base)
  local limbs, digits = {}, {}
  for i = 1, #decimal, 7 do limbs[#limbs + 1] = decimal:sub(i, i + 6) end
  local number = { scale = 10 ^ 7 // 1 | 0 }
  for i, limb in ipairs(limbs) do number[i] = math.tointeger(tonumber(limb)) end
  local last_scale = math.tointeger(10 ^ #limbs[#limbs])
  repeat
    local rest, all = 0, 0
    for i = 1, #number do
      local scale = i == #number and last_scale or number.scale
      local value = rest * scale + number[i]
      number[i], rest = value // base, value % base
      all = all | number[i]
    end
    digits[#digits + 1] = ("%x"):format(rest)
  until all == 0
  return table.concat(digits):reverse()
end

local function in_base(text, base)
  local sign, decimal = text:match("^(%-?)(%d+)$")
  return sign, digits_of(decimal, base)
end

local function character(text)
  local code = math.tointeger(tonumber(text))
  if not code or code < 0 or code > 0x10ffff then return text end
  if code >= 0xd800 and code <= 0xdfff then return text end
  return ("%s %s"):format(text, "'" .. pyflame.printable(utf8.char(code)):gsub("'", "\\'") .. "'")
end

local WRITE = {
  x = function(text) return ("%s0x%s"):format(in_base(text, 16)) end,
  o = function(text)
    local sign, digits = in_base(text, 8)
    return digits == "0" and digits or sign .. "0" .. digits
  end,
  t = function(text) return ("%s%s"):format(in_base(text, 2)) end,
  d = function(text) return text end,
  f = function(text) return text .. ".0" end,
  c = character,
}
WRITE.a, WRITE.z, WRITE.u = WRITE.x, WRITE.x, WRITE.d

-- One number, as repr() has it.
local function write_number(letter, text)
  if text == "True" or text == "False" then text = text == "True" and "1" or "0" end
  if text:find("^%-?%d+$") then return WRITE[letter](text) end
  if letter == "f" and tonumber(text) then return text end
  local whole = tonumber(text) and math.tointeger(tonumber(text) // 1)
  return whole and WRITE[letter](("%d"):format(whole))
end

local NUMBERS = { int = true, bool = true, float = true, long = true }

-- Items of a list or tuple, as far as TEXT has them.
local function write_items(letter, text)
  local good = true
  local inner = text:gsub("[^%[%]%(%), ]+", function(item)
    local written = item == "..." and item or write_number(letter, item)
    good = good and written ~= nil
    return written
  end)
  return good and inner or nil
end

-- FOUND, what frame:inspect() gave, in the format LETTER; nil and why when it has none in it.
function value_format.write(letter, found)
  if letter == "s" then return found.text end
  if NUMBERS[found.type] then
    local written = write_number(letter, (found.text:gsub("L$", "")))
    if written then return written end
  elseif found.type == "list" or found.type == "tuple" then
    local written = write_items(letter, found.text)
    if written then return written end
  elseif found.value and found.value.address and letter == "a" then
    return ("0x%x"):format(found.value.address)
  end
  return nil, "Value can't be converted to integer."
end

-- The format in a command's text, "/x EXPR", and the expression; raises what GDB says of others.
function value_format.read(text, command)
  local word, rest = text:match("^/(%S*)%s*(.*)$")
  if not word then return nil, text end
  local count, letter = word:match("^(%d*)(.*)$")
  if count ~= "" and count ~= "1" then
    error(("Item count other than 1 is meaningless in \"%s\" command."):format(command), 0)
  end
  if letter == "" then return nil, rest end
  if #letter > 1 then
    error(("Size letters are meaningless in \"%s\" command."):format(command), 0)
  end
  if not FORMATS:find(letter, 1, true) then
    error(("Undefined output format \"%s\"."):format(pyflame.printable(letter)), 0)
  end
  return letter, rest
end

return value_format
