-- set variable: a convenience variable, $x, which Lua has as pyflame.vars.x.

local literal = require "pyflame.lib.literal"
local looking = require "pyflame.lib.looking"
local value_history = require "pyflame.lib.value_history"

-- What TEXT is worth: a literal, or an expression in the selected frame. true and the value, or
-- nil, message, code, advice.
local function read(session, text)
  local good, value = pcall(literal.read, text)
  if good then return true, value end
  if not session.process then return nil, value, "USAGE" end
  local variables = value_history.variables(text)
  local found, message, code, advice = looking.at(session, function(frame)
    return frame:inspect(text, looking.limits(), variables)
  end)
  if not found then return nil, message, code, advice end
  return true, found.plain == nil and found.value or found.plain
end

pyflame.command{
  name = "set variable", alias = "var", group = "support", usage = "$NAME = VALUE",
  summary = "Give a convenience variable a value.",
  help = [[
The same as "set $NAME = VALUE".  VALUE is a number, a "text", true, false, another $variable, an
expression as of "print", or void, which takes the variable away.  An object is not copied: it is
looked at again each time.  Lua has it as pyflame.vars.NAME, "show convenience" lists all.]],
  run = function(session, args)
    local name, text = args.text:match("^%s*%$([%a_][%w_]*)%s*=%s*(.+)$")
    if not name then error("Usage: set $NAME = VALUE", 0) end
    local good, value, code, advice = read(session, text)
    if not good then return nil, value, code, advice end
    rawset(pyflame.vars, name, value)
    return true
  end,
}
