-- Dumps, interpreters, threads, frames, code.
local process = assert(pyflame.attach(target.pid))

local function named(threads, name)
  for _, thread in ipairs(threads) do
    if thread.name == name then return thread end
  end
  error("there is no thread " .. name)
end

test("a dump has interpreters and threads", function()
  local dump = assert(process:dump())
  equal(#dump.interpreters, 1)
  equal(dump.interpreters[1].id, 0)
  equal(#dump.interpreters[1].threads, 2)
  equal(#dump.threads, 2)
  equal(dump.truncated, nil)
  assert(math.type(dump.pause_ns) == "integer" and dump.pause_ns >= 0)
  equal(#assert(process:interpreters()), 1)
end)

test("a thread says who it is", function()
  local thread = named(assert(process:threads()), "MainThread")
  equal(thread.tid, target.pid)
  assert(math.type(thread.ident) == "integer")
  equal(thread.interpreter, 0)
  equal(thread.gil, false)
  equal(thread.gc, false)
  equal(thread.truncated, nil)
  equal(thread.state, "S")
  equal(thread.syscall, "read")
  equal(thread.gil_wait, false)
  equal(named(assert(process:threads()), "worker").syscall, "futex")
  assert(thread.at ~= 0)
end)

test("frames are numbered from 1, newest first", function()
  local thread = named(process:threads(), "MainThread")
  equal(#thread, 3)
  equal(thread[1].name, "inner")
  equal(thread[2]["function"], "outer")
  equal(thread[3].name, "<module>")
  equal(thread[4], nil)
  equal(thread[0], nil)
  equal(thread[-1], nil)
end)

test("frames are iterated", function()
  local names, levels = {}, {}
  for frame in named(process:threads(), "MainThread"):frames() do
    names[#names + 1] = frame.name
    levels[#levels + 1] = frame.level
  end
  equal(table.concat(names, " "), "inner outer <module>")
  equal(table.concat(levels, " "), "0 1 2")
end)

test("frames know older ones", function()
  local frame, count = named(process:threads(), "MainThread")[1], 0
  while frame do frame, count = frame:older(), count + 1 end
  equal(count, 3)
end)

test("a frame says where it is", function()
  local frame = named(process:threads(), "MainThread")[2]
  assert(frame.file:match("parked%.py$"))
  assert(frame.line > 1 and frame.at ~= 0 and frame.lasti >= 0)
  equal(tostring(frame), ("outer at %s:%d"):format(frame.file, frame.line))
  if process.version_hex >= 0x030b0000 then
    equal(frame.qualname, "outer")
    equal(frame.end_line, frame.line)
    equal(frame.column, 4)
    equal(frame.end_column, 11)
  else
    equal(frame.qualname, nil)
    equal(frame.column, nil)
  end
  raises("has no 'colour'", function() return frame.colour end)
end)

test("code is what frames share", function()
  local frame = named(process:threads(), "MainThread")[2]
  local code = frame.code
  equal(code.name, "outer")
  equal(code.file, frame.file)
  equal(code.first_line, frame.line - 1)
  equal(code.qualname, frame.qualname)
  assert(code.at ~= 0)
end)

test("children outlive their parents", function()
  local code
  do
    local frame = process:dump().threads[1][1]
    code = frame.code
  end
  for _ = 1, 5 do process:dump() collectgarbage() end
  equal(code.name, "inner")
end)

test("no argument of another kind is taken", function()
  local thread = process:threads()[1]
  raises("expected", function() thread.frames(process) end)
  raises("expected", function() thread[1].older(thread) end)
  equal(getmetatable(thread), "pyflame.thread")
end)

test("many dumps need little memory", function()
  for _ = 1, 2000 do assert(process:dump()) end
  collectgarbage()
  for line in io.lines("/proc/self/status") do
    local size = tonumber(line:match("^VmRSS:%s*(%d+)"))
    if size and not os.getenv("PF_SANITIZED") then assert(size < 40000, line) end
  end
end)

process:close()
