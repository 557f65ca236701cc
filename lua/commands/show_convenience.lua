-- show convenience: the variables that $NAME stands for.

local literal = require "pyflame.lib.literal"

pyflame.command{
  name = "show convenience", alias = "conv", group = "support", max_args = 0,
  summary = "Debugger convenience (\"$foo\") variables.",
  help = "They hold what \"set $NAME = VALUE\" and scripts keep in pyflame.vars.",
  run = function()
    local names = {}
    for name in pairs(pyflame.vars) do names[#names + 1] = tostring(name) end
    if #names == 0 then
      print("No debugger convenience values now defined.")
      print("Convenience variables have prefix characters like \"$foo\".")
      print("Use \"set\" as in \"set $foo = 5\" to define them.")
    end
    table.sort(names)
    for _, name in ipairs(names) do
      print(("$%s = %s"):format(pyflame.printable(name), literal.show(pyflame.vars[name])))
    end
    return true
  end,
}
