-- pyflame.attach and what a process is and can do.
local function attach()
  return assert(pyflame.attach(target.pid))
end

test("attach finds a process", function()
  local process <close> = attach()
  equal(process.pid, target.pid)
  assert(process.executable:match("^/.*python"))
  assert(process.command[2]:match("parked%.py$") and #process.command == 2)
  assert(process.python:match("^%d+%.%d+%.%d+"))
  assert(process.version_hex > 0x02070000)
  assert(process.runtime > 0)
  equal(tostring(process), "process " .. target.pid)
  equal(process:check(), true)
end)

test("the module has a version", function()
  equal(type(pyflame.version), "string")
end)

test("what fails in the world is nil, message, code", function()
  local process, message, code = pyflame.attach(2 ^ 31 - 1 | 0)
  equal(process, nil)
  assert(message:find("2147483647", 1, true))
  equal(code, "GONE")
end)

test("what the caller gets wrong is raised", function()
  raises("not a process id", function() pyflame.attach(0) end)
  raises("number expected", function() pyflame.attach("x") end)
  local process <close> = attach()
  raises("has no 'nonsense'", function() return process.nonsense end)
  raises("not between", function() process:read(0, -1) end)
  raises("no thread ids", function() process:stop{} end)
end)

test("a closed process says so", function()
  local process = attach()
  process:close()
  process:close()
  equal(tostring(process), "process (closed)")
  raises("the process is closed", function() return process.pid end)
  raises("the process is closed", function() process:dump() end)
end)

test("maps are regions", function()
  local process <close> = attach()
  local last = 0
  for _, region in ipairs(assert(process:maps())) do
    assert(region.start >= last or region.start < 0, "not in order")
    assert(region.size > 0 and #region.permissions == 4)
    equal(type(region.path), "string")
    equal(type(region.deleted), "boolean")
    last = region.start + region.size
  end
  assert(last ~= 0)
end)

test("memory is read as it is", function()
  local process <close> = attach()
  local first
  for _, region in ipairs(process:maps()) do
    if region.path == process.executable and region.offset == 0 then first = region break end
  end
  equal(process:read(first.start, 4), "\x7fELF")
  equal(process:read(first.start, 0), "")
  local bytes, message, code = process:read(16, 8)
  equal(bytes, nil)
  assert(message:find("0x10", 1, true))
  equal(code, "FAULT")
end)

test("symbols have addresses", function()
  local process <close> = attach()
  local at, size = process:symbol("Py_GetVersion")
  assert(at > 0 and size > 0)
  equal(select("#", process:symbol("no such symbol")), 1)
  equal(process:symbol("no such symbol"), nil)
end)

test("a version that is insisted on is obeyed or refused", function()
  local process <close> = assert(pyflame.attach(target.pid))
  local own = process.python:match("^%d+%.%d+")
  local same <close> = assert(pyflame.attach(target.pid, { abi = own }))
  equal(same.warning, nil)
  equal(#assert(same:threads()), 2)
  local none, message, code = pyflame.attach(target.pid, { abi = own == "2.7" and "3.6" or "2.7" })
  equal(none, nil)
  equal(code, "UNSUPPORTED")
  assert(message:find("cannot be read as CPython", 1, true), message)
  raises("nothing is known of CPython 3.5", function()
    pyflame.attach(target.pid, { abi = "3.5" })
  end)
  raises("not a version", function() pyflame.attach(target.pid, { abi = 3 }) end)
end)

test("tasks are the kernel's threads", function()
  local process <close> = attach()
  local tasks = assert(process:tasks())
  equal(#tasks, 2)
  local main = tasks[1].tid == target.pid and 1 or 2 -- ids may begin anew behind it
  equal(tasks[main].tid, target.pid)
  assert(tasks[3 - main].tid ~= target.pid)
  for _, task in ipairs(tasks) do assert(task.state:match("^%a$") and #task.comm > 0) end
end)

test("files are opened as the target sees them", function()
  local process <close> = attach()
  local frame = process:threads()[1][1]
  local file <close> = assert(process:open(frame.file))
  assert(file:read("a"):find("class Worker", 1, true))
  local none, message, code = process:open("/nonexistent/file")
  equal(none, nil)
  assert(message:find("/nonexistent/file", 1, true))
  assert(code == "SYSTEM" or code == "PERMISSION")
  equal(process:open("/dev/null"), nil)
end)
