-- printf: literals and variables, by a format.

local literal = require "pyflame.lib.literal"

-- One conversion of a format, %[flags][width][.precision]letter, done to value.
local function convert(spec, letter, value)
  if letter == "s" then
    return (spec .. "s"):format(type(value) == "string" and value or literal.show(value))
  end
  if type(value) ~= "number" then error("Value can't be converted to integer.", 0) end
  if letter == "c" then return (spec .. "s"):format(utf8.char(math.tointeger(value) or 63)) end
  if letter:find("[diuxXop]") then
    value = math.tointeger(value) or math.tointeger(value // 1)
    if not value then error("Value can't be converted to integer.", 0) end
    if letter == "p" then return (spec:gsub("%%", "%%#", 1) .. "x"):format(value) end
    return (spec .. (letter == "u" and "d" or letter)):format(value)
  end
  return (spec .. letter):format(value)
end

-- The format cut into texts and { spec, letter }.
local function read_format(format)
  local pieces, at, count = {}, 1, 0
  while at <= #format do
    local from = format:find("%%", at)
    pieces[#pieces + 1] = format:sub(at, (from or #format + 1) - 1)
    if not from then break end
    local spec, letter, behind = format:match("^(%%[-+ #0]*%d?%d?%.?%d?%d?)[hlzjt]*(.)()", from)
    if not letter then error("Bad format string", 0) end
    if spec == "%" and letter == "%" then
      pieces[#pieces + 1] = "%"
    elseif letter:find("[diuxXopcsfgeEG]") then
      pieces[#pieces + 1] = { spec, letter }
      count = count + 1
    else
      error(("Unrecognized format specifier '%s' in printf"):format(letter), 0)
    end
    at = behind
  end
  return pieces, count
end

-- "FORMAT", and what is behind it as an array of texts.
local function read(text)
  if text == "" then
    error("Argument required (format-control string and values to print).", 0)
  end
  if text:sub(1, 1) ~= '"' then error("Bad format string", 0) end
  local format, rest = literal.quoted(text)
  if not format then error("Bad format string, non-terminated '\"'.", 0) end
  if rest:find("^%s*[^%s,]") then error("Invalid argument syntax", 0) end
  return format, literal.arguments(rest:gsub("^%s*,?", "", 1))
end

pyflame.command{
  name = "printf", group = "support", usage = '"FORMAT", ARG1, ARG2, ...',
  summary = "Formatted printing, like the C \"printf\" function.",
  help = "Arguments are numbers, \"texts\" and $variables.  The format takes %d %i %u %x %X\n" ..
    "%o %c %s %f %g %e %p and %%.  Example:\n" ..
    '  printf "%s: %5d\\n", "shell", $_shell_exitcode',
  run = function(_, args)
    local format, values = read(args.text)
    local pieces, count = read_format(format)
    if count ~= #values then
      error("Wrong number of arguments for specified format-string", 0)
    end
    local at, out = 0, {}
    for i, piece in ipairs(pieces) do
      if type(piece) == "table" then
        at = at + 1
        piece = convert(piece[1], piece[2], literal.read(values[at]))
      end
      out[i] = piece
    end
    pyflame.write(table.concat(out))
    return true
  end,
}
