-- set variable: a convenience variable, $x, which Lua has as pyflame.vars.x.

local literal = require "pyflame.lib.literal"

pyflame.command{
  name = "set variable", alias = "var", group = "support", usage = "$NAME = VALUE",
  summary = "Give a convenience variable a value.",
  help = "The same as \"set $NAME = VALUE\".  VALUE is a number, a \"text\", true, false,\n" ..
    "another $variable, or void, which takes the variable away.  Lua has it as\n" ..
    "pyflame.vars.NAME, \"show convenience\" lists all.",
  run = function(_, args)
    local name, value = args.text:match("^%$([%a_][%w_]*)%s*=%s*(.+)$")
    if not name then error("Usage: set $NAME = VALUE", 0) end
    rawset(pyflame.vars, name, literal.read(value))
    return true
  end,
}
