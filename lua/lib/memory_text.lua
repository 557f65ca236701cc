-- Bytes of memory as text: numbers, characters and strings as GDB's x shows them.

local address = require "pyflame.lib.address"

local memory_text = {}

local ESCAPES = { [7] = "\\a", [8] = "\\b", [9] = "\\t", [10] = "\\n", [11] = "\\v", [12] = "\\f",
                  [13] = "\\r", [92] = "\\\\" }
local REPEATS = 10 -- so many equal characters are written out

-- One byte as C writes it between quotes.
local function character(byte, quote)
  if ESCAPES[byte] then return ESCAPES[byte] end
  if byte == quote:byte() then return "\\" .. quote end
  if byte >= 32 and byte < 127 then return string.char(byte) end
  return ("\\%03o"):format(byte)
end

local function unsigned_decimal(value)
  if value >= 0 then return tostring(value) end
  local tens = (value >> 1) // 5
  return tens .. tostring(value - tens * 10)
end

local function binary(value, bits)
  local digits = {}
  for bit = bits - 1, 0, -1 do digits[#digits + 1] = value >> bit & 1 end
  return table.concat(digits)
end

local function signed(value, size)
  local bits = 64 - 8 * size
  return bits == 0 and value or (value << bits) // (1 << bits)
end

local function float(value, digits)
  if value ~= value then return "nan" end
  if value == math.huge or value == -math.huge then return value > 0 and "inf" or "-inf" end
  return ("%%.%dg"):format(digits):format(value)
end

local PRINT = {}

function PRINT.x(value, size) return ("0x%%0%dx"):format(2 * size):format(value) end
PRINT.z = PRINT.x
function PRINT.d(value, size) return tostring(signed(value, size)) end
function PRINT.u(value) return unsigned_decimal(value) end
function PRINT.o(value) return value == 0 and "0" or ("0%o"):format(value) end
function PRINT.t(value, size) return binary(value, 8 * size) end
function PRINT.a(value, size, process)
  return size == 8 and address.text(process, value) or PRINT.x(value, size)
end
function PRINT.c(value)
  local byte = value & 0xff
  return ("%d '%s'"):format(signed(byte, 1), character(byte, "'"))
end
function PRINT.f(value, size, _, bytes)
  if size == 8 then return float(string.unpack("<d", bytes), 17) end
  if size == 4 then return float(string.unpack("<f", bytes), 9) end
  return PRINT.d(value, size)
end

-- The text of the bytes of one unit, by a letter of x/FMT.
function memory_text.unit(bytes, format, process)
  local value = string.unpack("<I" .. #bytes, bytes)
  return PRINT[format](value, #bytes, process, bytes)
end

-- Appends what is between quotes so far to parts.
local function close(parts, plain)
  if #plain > 0 then parts[#parts + 1] = '"' .. table.concat(plain) .. '"' end
  return {}
end

-- A string as C writes it; many equal characters in a row as 'a' <repeats 20 times>.
function memory_text.string(bytes)
  local parts, plain, at = {}, {}, 1
  while at <= #bytes do
    local byte, stop = bytes:byte(at), at
    while stop < #bytes and bytes:byte(stop + 1) == byte do stop = stop + 1 end
    local count = stop - at + 1
    if count > REPEATS then
      plain = close(parts, plain)
      parts[#parts + 1] = ("'%s' <repeats %d times>"):format(character(byte, "'"), count)
    else
      for _ = 1, count do plain[#plain + 1] = character(byte, '"') end
    end
    at = stop + 1
  end
  close(parts, plain)
  return #parts > 0 and table.concat(parts, ", ") or '""'
end

return memory_text
