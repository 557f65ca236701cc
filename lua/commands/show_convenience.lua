-- show convenience: the variables that $NAME stands for.

local literal = require "pyflame.lib.literal"

-- What the shell itself knows, as long as nobody has set it.
local known = {
  _pid = function(process) return process.pid end,
  _pyversion = function(process) return process.python end,
  _thread = function()
    local thread = pyflame.thread()
    return thread and pyflame.session():number(thread)
  end,
  _frame = function()
    local frame, level = pyflame.frame()
    return frame and level
  end,
  _inferior_thread_count = function()
    local threads = pyflame.session():threads()
    return threads and #threads
  end,
}

setmetatable(pyflame.vars, {
  __index = function(_, name)
    local process = known[name] and pyflame.process()
    if process then return known[name](process) end
  end,
})

pyflame.command{
  name = "show convenience", alias = "conv", group = "support", max_args = 0,
  summary = "Debugger convenience (\"$foo\") variables.",
  help = "They hold what \"set $NAME = VALUE\" and scripts keep in pyflame.vars.  With a\n" ..
    "process, $_pid is its id, $_pyversion the version of its Python, $_thread and\n" ..
    "$_frame are the numbers of the selected ones, and $_inferior_thread_count is how\n" ..
    "many threads there are.",
  run = function()
    local names = {}
    for name in pairs(known) do
      if rawget(pyflame.vars, name) == nil and pyflame.vars[name] then names[#names + 1] = name end
    end
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
