-- What print, output and display have in common: an expression's value as text.

local pyflame = require "pyflame"

local looking = require "pyflame.lib.looking"
local pretty = require "pyflame.lib.pretty"
local printers = require "pyflame.lib.printers"
local value_format = require "pyflame.lib.value_format"
local value_history = require "pyflame.lib.value_history"

local printing = {}

local WIDTH, PREFIX = 80, 8 -- columns; those of "$1 = " or a name

-- A text as "set print" wants it.
local function shown(text)
  text = looking.text(text)
  if not pyflame.get("print pretty") then return text end
  local width = pyflame.get("width") or 0
  return pretty.layout(text, (width > 2 * PREFIX and width or WIDTH) - PREFIX)
end

printing.HELP = [[
EXPR is the part of Python's expressions that reading alone can answer: names, attributes, items,
slices, len(), type(), id(), repr(), numbers, texts, comparisons, and, or, not, in, x if c else y,
and what is computed with numbers: + - * / // % ** and those of bits.  It is evaluated in the
selected frame, and nothing is executed in the process: a property is only named.
*ADDRESS is the object at an address, such as "referrers" and "heap" tell: *0x7f38a5231870.
Of the values that were printed, $ is the last, $$ the one before, $3 the third; $$3 counts from the
last, which is $$0.  $NAME is a convenience variable.
A format is x (hex), d or u (decimal), o (octal), t (binary), c (character), f (float), a (address)
or s (as usual).  "set print depth" and its neighbours limit how much is printed.
The values are those of the moment of the command; "stop" makes that last.]]

-- What a script's pretty-printer makes of it; nil: there is none.
local function prettify(found)
  return printers.text(found.type, found.value, looking.limits().elements)
end

-- FOUND as text in the format LETTER (nil: as usual); nil, message, code.
local function write(found, letter)
  if found.redacted then return shown(found.text) end
  if letter then
    local text, message = value_format.write(letter, found)
    if not text then return nil, message, "USAGE" end
    return shown(text)
  end
  return shown(prettify(found) or found.text)
end

-- The value of TEXT in the selected frame: its text and what frame:inspect() gave; or
-- nil, message, code.
function printing.evaluate(session, text, letter)
  local variables = value_history.variables(text)
  local found
  local written, message, code, advice = looking.at(session, function(frame)
    local why, what, how
    found, why, what, how = frame:inspect(text, looking.limits(), variables)
    if not found then return nil, why, what, how end
    return write(found, letter)
  end)
  if not written then return nil, message, code, advice end
  return written, found
end

-- The same of the arguments of a command: a format, and an expression that may be a value of the
-- history, which is shown as it was.
function printing.read(session, text, command)
  local letter, rest = value_format.read(text, command)
  if rest == "" then
    if value_history.count() == 0 then error("The history is empty.", 0) end
    rest = "$"
  end
  local entry = value_history.whole(rest)
  if not entry then return printing.evaluate(session, rest, letter) end
  if not letter then return entry.text, entry end
  local written, message, code = write(entry, letter)
  if not written then return nil, message, code end
  return written, entry
end

-- Lines "NAME = TEXT" of variables; NONE when there are none.
function printing.print_variables(variables, none)
  for _, variable in ipairs(variables) do
    local text = variable.text and shown(prettify(variable) or variable.text) or "<unbound>"
    print(("%s = %s"):format(pyflame.style("variable", pyflame.printable(variable.name)), text))
  end
  if #variables == 0 then print(none) end
  return true
end

-- Those of VARIABLES whose names match PATTERN ("" or nil: all).
function printing.matching(variables, pattern)
  if not pattern or pattern == "" then return variables end
  local list = {}
  for _, variable in ipairs(variables) do
    if pyflame.glob(pattern, variable.name) then list[#list + 1] = variable end
  end
  return list
end

return printing
