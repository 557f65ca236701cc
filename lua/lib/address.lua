-- Addresses as people write them: 0x10, 4096, PyList_New, main+4, and how they are shown.

local address = {}

local MAX = "18446744073709551615" -- 2^64 - 1

local function too_large() return nil, "Numeric constant too large." end

local function hexadecimal(digits)
  digits = digits:match("^0*(.*)$")
  if #digits > 16 then return too_large() end
  return digits == "" and 0 or tonumber(digits, 16)
end

-- Integers wrap around, and that is what an address above 2^63 is here.
local function decimal(digits, base)
  digits = digits:match("^0*(.*)$")
  local over = #digits > #MAX or #digits == #MAX and digits > MAX
  if base == 8 then over = #digits > 22 or #digits == 22 and digits > "1777777777777777777777" end
  if over then return too_large() end
  local value = 0
  for digit in digits:gmatch(".") do value = value * base + tonumber(digit) end
  return value
end

-- The number that word is, as C writes them; nil and why when it is none.
function address.number(word)
  local digits = word:match("^0[xX](%x+)$")
  if digits then return hexadecimal(digits) end
  if word:find("^0[0-7]+$") then return decimal(word, 8) end
  if word:find("^[1-9]%d*$") or word == "0" then return decimal(word, 10) end
  return nil, ('Invalid number "%s".'):format(word)
end

-- The value of one term; nil, message, code.
local function term(process, word)
  if word:find("^%d") then return address.number(word) end
  local name = word:match("^&?([%a_][%w_.$@]*)$")
  if not name then
    return nil, ("A syntax error in expression, near `%s'."):format(word)
  end
  local at, message, code = process:symbol(name)
  if message and not at then return nil, message, code end
  if not at then return nil, ('No symbol "%s" in current context.'):format(name) end
  return at
end

-- The address that text is: numbers and symbols with + and - between; nil, message, code.
function address.parse(process, text)
  local sum, sign, rest = 0, 1, text:match("^%s*(.-)%s*$")
  repeat
    local word, operator, behind = rest:match("^([^%s+-]*)%s*([+-]?)%s*(.*)$")
    if word == "" or operator == "" and behind ~= "" then
      return nil, ("A syntax error in expression, near `%s'."):format(rest), "USAGE"
    end
    local value, message, code = term(process, word)
    if not value then return nil, message, code or "USAGE" end
    sum = sum + sign * value
    sign = operator == "-" and -1 or 1
    if operator ~= "" and behind == "" then
      return nil, "A syntax error in expression, near `'.", "USAGE"
    end
    rest = behind
  until operator == ""
  return sum
end

-- "<PyList_New+4>" for the symbol that at belongs to; nil when there is none.
function address.symbolic(process, at)
  local symbol = process:symbol_at(at)
  if not symbol then return nil end
  local offset = at - symbol.at
  return ("<%s%s>"):format(pyflame.printable(symbol.name), offset > 0 and "+" .. offset or "")
end

-- "0x55d0c0 <PyList_New+4>".
function address.text(process, at)
  local symbolic = address.symbolic(process, at)
  return ("0x%x%s"):format(at, symbolic and " " .. symbolic or "")
end

return address
