-- info process as a script.

return function()
  return [[
local process = pyflame.process()
print("process " .. process.pid)
print(("cmdline = '%s'"):format(pyflame.printable(table.concat(process.command, " "))))
print(("exe = '%s'"):format(pyflame.printable(process.executable)))
print(("python = 'CPython %s'"):format(process.python))
print(("runtime = 0x%x"):format(process.runtime))
print(("threads = %d"):format(#assert(process:tasks())))
]]
end
