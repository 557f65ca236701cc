-- x: memory as numbers, characters or strings.

local address = require "pyflame.lib.address"
local letters = require "pyflame.lib.letters"
local memory_text = require "pyflame.lib.memory_text"
local object_address = require "pyflame.lib.object_address"

local STRING_LIMIT, PAGE = 200, 4096

-- What the next x goes on with.
local last = { count = 1, format = "x", size = "w" }
local next_at, next_pid

local function no_access(at)
  return nil, ("Cannot access memory at address 0x%x"):format(at), "FAULT"
end

-- What a failed read at at is: FAULT in GDB's words, other failures in their own.
local function refusal(at, message, code)
  if code == "FAULT" then return no_access(at) end
  return nil, message, code
end

local function label(process, at)
  local symbolic = address.symbolic(process, at)
  return ("0x%x%s:"):format(at, symbolic and " " .. symbolic or "")
end

-- One line of count units; where they could not be read: what is before, then nil, message, code.
local function show_line(process, at, count, fmt)
  local size = letters.SIZES[fmt.size]
  local bytes, message, code = process:read(at, count * size)
  local parts = { label(process, at) }
  for i = 0, count - 1 do
    local unit = bytes and bytes:sub(i * size + 1, (i + 1) * size)
    if not unit then unit, message, code = process:read(at + i * size, size) end
    if not unit then
      if i > 0 then print(table.concat(parts, "\t")) end
      return refusal(at + i * size, message, code)
    end
    parts[#parts + 1] = memory_text.unit(unit, fmt.format, process)
  end
  print(table.concat(parts, "\t"))
  return true
end

local function show_units(process, at, fmt)
  local size = letters.SIZES[fmt.size]
  local per_line = size == 8 and 2 or size == 4 and 4 or 8
  local left = math.abs(fmt.count)
  if fmt.count < 0 then at = at - left * size end
  local first = at
  while left > 0 do
    local count = math.min(left, per_line)
    local good, message, code = show_line(process, at, count, fmt)
    if not good then return nil, message, code end
    at, left = at + count * size, left - count
    next_at = at
  end
  if fmt.count < 0 then next_at = first end
  return true
end

-- The bytes of the string at at, without its NUL, and whether that was found.
local function read_string(process, at)
  local found = ""
  while #found < STRING_LIMIT do
    local here = at + #found
    local size = math.min(STRING_LIMIT - #found, PAGE - here % PAGE)
    local bytes, message, code = process:read(here, size)
    if not bytes and found == "" then return refusal(at, message, code) end
    local stop = bytes and bytes:find("\0", 1, true)
    if not bytes then return found, false end
    if stop then return found .. bytes:sub(1, stop - 1), true end
    found = found .. bytes
  end
  return found, false
end

local function show_strings(process, at, fmt)
  if fmt.count < 0 then return nil, "Strings are not looked for backwards.", "USAGE" end
  if fmt.size ~= "b" then return nil, "Strings here are of bytes: x/s.", "USAGE" end
  for _ = 1, fmt.count do
    local text, ended, code = read_string(process, at)
    if not text then return nil, ended, code end
    print(("%s\t%s%s"):format(label(process, at), memory_text.string(text), ended and "" or "..."))
    at = at + #text + (ended and 1 or 0)
    next_at = at
  end
  return true
end

-- Where to begin: at what text says, or where the last x ended.
local function begin(session, text)
  if text ~= "" then
    local at, message, code = address.parse(session.process, text)
    at = at or object_address.evaluate(session, text)
    return at, message, code
  end
  if next_at and next_pid == session.process.pid then return next_at end
  return nil, "Argument required (starting display address).", "USAGE"
end

pyflame.command{
  name = "x", group = "data", usage = "[/FMT] [ADDRESS]", needs = "process", again = "continue",
  summary = "Examine memory: x/FMT ADDRESS.",
  help = [[
ADDRESS is a number, a symbol of an ELF file, or such with + and - between: x/4xg _PyRuntime+8; or
an expression as of "print", for the object that it is: x/4xg self.
FMT is a count, a format and a size, as in x/8xg.  Formats are o (octal), x (hex), d (decimal),
u (unsigned decimal), t (binary), f (float), a (address), c (char), s (string) and z (hex, padded
with zeros).  Sizes are b (byte), h (halfword), w (word) and g (giant, 8 bytes).  What is left out
is as it was the last time, the count 1.  A negative count goes backwards.
Without ADDRESS it goes on where the last one ended.  There is no disassembler, so no format i.]],
  run = function(session, args)
    local process = session.process
    local word, text = args.text:match("^/(%S*)%s*(.*)$")
    local fmt, message, code = letters.parse(word or "", last)
    if not fmt then return nil, message, code end
    text = text or args.text
    if text == "" and not word then fmt.count = last.count end
    local at
    at, message, code = begin(session, text)
    if not at then return nil, message, code end
    last, next_at, next_pid = fmt, at, process.pid
    return (fmt.format == "s" and show_strings or show_units)(process, at, fmt)
  end,
}
