-- find: bytes in the memory of the process.

local address = require "pyflame.lib.address"
local letters = require "pyflame.lib.letters"
local literal = require "pyflame.lib.literal"
local memory_search = require "pyflame.lib.memory_search"

local function usage(message) return nil, message, "USAGE" end

-- What stands between commas that no quotes are around.
local function split(text)
  local parts, from, at, quote = {}, 1, 1, nil
  while at <= #text do
    local letter = text:sub(at, at)
    if quote and letter == "\\" then
      at = at + 1
    elseif letter == quote then
      quote = nil
    elseif not quote and letter:find("[\"']") then
      quote = letter
    elseif not quote and letter == "," then
      parts[#parts + 1] = text:sub(from, at - 1)
      from = at + 1
    end
    at = at + 1
  end
  parts[#parts + 1] = text:sub(from)
  for i, part in ipairs(parts) do parts[i] = part:match("^%s*(.-)%s*$") end
  return parts
end

-- The bytes of one value: "text", 'c', or a number of size bytes, 0 for as many as it takes.
local function bytes_of(process, word, size)
  local text = word:match('^"(.*)"$')
  if text then return literal.unescape(text) end
  local letter = word:match("^'(.*)'$")
  if letter then
    letter = literal.unescape(letter)
    if #letter ~= 1 then return usage("Not one character: " .. word) end
    return letter .. ("\0"):rep(size - 1)
  end
  local minus, rest = word:match("^(%-?)%s*(.*)$")
  local value, message, code = address.parse(process, rest)
  if not value then return nil, message, code end
  if minus == "-" then value = -value end
  local fits = value >= -(1 << 31) and value < 1 << 32
  return string.pack("<i8", value):sub(1, size > 0 and size or fits and 4 or 8)
end

-- The bytes of all values together.
local function pattern_of(process, parts, size)
  local bytes = {}
  for i = 3, #parts do
    local found, message, code = bytes_of(process, parts[i], size)
    if not found then return nil, message, code end
    bytes[#bytes + 1] = found
  end
  return table.concat(bytes)
end

-- How many bytes are looked through: "+LENGTH", or up to the address END and with it.
local function size_of(process, start, word)
  local length = word:match("^%+(.*)$")
  local value, message, code = address.parse(process, length or word)
  if not value then return nil, message, code end
  if length then
    if value == 0 then return usage("Empty search range.") end
    if value < 0 or start + value < start then return usage("Search space too large.") end
    return value
  end
  if math.ult(value, start) then return usage("Invalid search space, end precedes start.") end
  if value - start < 0 then return usage("Search space too large.") end
  return value - start + 1
end

-- The options that text begins with, "/b", "/3" or "/3b", and the rest of it: size, max, rest;
-- nil, message, code.
local function options_of(text)
  local size, max = nil, math.maxinteger
  local word, rest = text:match("^/(%S*)%s*(.*)$")
  while word do
    local digits, letter = word:match("^(%d*)(%a*)$")
    if not digits or #letter > 1 or letter ~= "" and not letters.SIZES[letter] then
      return usage("Invalid size granularity.")
    end
    if digits ~= "" then max = math.tointeger(tonumber(digits)) or math.maxinteger end
    if max < 1 then return usage("Count must be positive.") end
    if letter ~= "" then size = letters.SIZES[letter] end
    text = rest
    word, rest = text:match("^/(%S*)%s*(.*)$")
  end
  return size or 0, max, text
end

-- What is asked for: start, size, pattern, and how many at most.
local function read(process, text)
  local size, max, rest = options_of(text)
  if not size then return nil, max, rest end
  local parts = split(rest)
  if parts[1] == "" or not parts[2] then return usage("Missing search parameters.") end
  local start, length, pattern, message, code
  start, message, code = address.parse(process, parts[1])
  if not start then return nil, message, code end
  length, message, code = size_of(process, start, parts[2])
  if not length then return nil, message, code end
  pattern, message, code = pattern_of(process, parts, size)
  if not pattern then return nil, message, code end
  if pattern == "" then return usage("Missing search pattern.") end
  if #pattern > length then return usage("Search space too small to contain pattern.") end
  return { start = start, size = length, pattern = pattern, max = max }
end

pyflame.command{
  name = "find", group = "data", needs = "process", again = true,
  usage = "[/SIZE] [/MAX] START, +LENGTH | END, VALUE...",
  summary = "Find bytes in memory.",
  help = [[
VALUEs are numbers, 'c' or "text", with commas between.  SIZE is that of numbers: b (byte), h
(halfword), w (word) or g (giant, 8 bytes); without it a word, or a giant when it does not fit.
MAX is how many places are shown at most, all of them without.  Text has no NUL at its end here.
What is not mapped or cannot be read is passed over.]],
  run = function(session, args)
    local process = session.process
    local asked, message, code = read(process, args.text)
    if not asked then return nil, message, code end
    local count, unread
    count, unread, code = memory_search.run(process, asked.start, asked.size, asked.pattern,
                                            asked.max, function(at)
      print(address.text(process, at))
    end)
    if not count then return nil, unread, code end
    if unread > 0 and count < asked.max then
      pyflame.flush()
      warn(("%d bytes are not mapped or cannot be read, and were passed over."):format(unread))
    end
    print(count == 0 and "Pattern not found."
          or ("%d pattern%s found."):format(count, count == 1 and "" or "s"))
  end,
}
