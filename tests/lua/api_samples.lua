-- Sampling a process that waits: samples, tallies, recordings, formats, files, children.
local process = assert(pyflame.attach(target.pid))

-- A path below the folder for temporary files, and its removal when it goes out of scope.
local function scratch()
  local path = os.tmpname()
  return setmetatable({ path = path }, { __close = function() os.remove(path) end })
end

local function content(path)
  local file <close> = assert(io.open(path))
  return file:read("a")
end

test("a process that waits is idle", function()
  local states = {}
  for sample in assert(process:samples{ rate = 0.002, seconds = 0.05 }) do
    states[sample.state] = (states[sample.state] or 0) + 1
    equal(sample.thread, nil)
    equal(sample.depth, 0)
    equal(sample[1], nil)
  end
  assert(states.idle > 5)
  equal(next(states, next(states)), nil)
end)

test("all threads have stacks", function()
  local samples = assert(process:samples{ rate = 0.002, seconds = 0.05, threads = true,
                                          states = { "waiting" } })
  local tally = samples:tally{ by_thread = true }
  local seen = {}
  for row in tally:rows() do
    seen[row.thread.name] = row:text("%n")
    assert(row.count > 1)
  end
  equal(seen.MainThread, "<module>;outer;inner")
  assert(seen.worker:find("run;park;", 1, true), seen.worker)
end)

test("a thread that waits says in which system call", function()
  local calls = {}
  for sample in assert(process:samples{ rate = 0.002, seconds = 0.05, threads = true }) do
    if sample.state == "waiting" then calls[sample.thread.name] = sample.syscall end
  end
  equal(calls.MainThread, "read")
  equal(calls.worker, "futex")
end)

test("a tally may be of some seconds only", function()
  local samples <close> = assert(process:samples{ rate = 0.001, threads = true })
  local total = 0
  for _ = 1, 3 do
    local tally = samples:tally{ seconds = 0.03 }
    assert(tally.total > 0 and not samples.ended)
    total = total + tally.total
  end
  equal(#samples, total)
  equal(samples:tally{ seconds = 0 }.total, #samples - total)
  samples:stop()
  total = #samples
  equal(samples:tally{ seconds = 100 }.total, #samples - total)
  assert(samples.ended)
  raises("seconds is not a number of seconds", function() samples:tally{ seconds = -1 } end)
  raises("seconds is not a number of seconds", function() samples:tally{ seconds = "1" } end)
end)

test("a tally tells system calls apart when asked to", function()
  local function calls(by)
    local samples = assert(process:samples{ rate = 0.002, max = 5, threads = true })
    local seen = {}
    for row in samples:tally(by):rows() do seen[#seen + 1] = tostring(row.syscall) end
    table.sort(seen)
    return table.concat(seen, " ")
  end
  equal(calls{ by_syscall = true }, "futex read")
  equal(calls(), "nil nil")
end)

test("nonstop does not ask for system calls", function()
  local rows = 0
  for sample in assert(process:samples{ rate = 0.002, max = 5, threads = true,
                                        mode = "nonstop" }) do
    equal(sample.syscall, nil)
    rows = rows + 1
  end
  equal(rows, 10)
end)

test("filters choose threads and functions", function()
  local function count(options)
    options.threads, options.rate, options.seconds = true, 0.002, 0.03
    return assert(process:samples(options)):tally().total
  end
  assert(count{ thread = "work*" } > 0)
  equal(count{ thread = "nobody" }, 0)
  assert(count{ func = "par?", thread = "worker" } > 0)
  equal(count{ func = "par?", thread = "MainThread" }, 0)
  assert(count{ file = "parked.py", min_depth = 3 } > 0)
  assert(count{ module = "threading" } > 0)
end)

test("what is idle is for the script to say", function()
  local names = {}
  for sample in assert(process:samples{ threads = true, rate = 0.002, max = 5,
                                        without_syscalls = { "epoll_wait", "futex" } }) do
    names[sample.thread.name] = true
  end
  assert(names.MainThread and not names.worker)
  raises("there is no system call \"nap\"", function()
    process:samples{ without_syscalls = { "nap" } }
  end)
end)

test("time goes on, the sample stays", function()
  local last, first = -1
  for sample in process:samples{ rate = 0.002, max = 10 } do
    first = first or sample
    equal(sample, first)
    assert(sample.time_ns > last)
    last = sample.time_ns
  end
  raises("has no 'colour'", function() return first.colour end)
end)

test("the number of samples is bounded", function()
  local samples = process:samples{ rate = 0.001, max = 7 }
  equal(samples:run(), 7)
  equal(samples.stats.taken, 7)
  equal(samples:reason(), nil)
  equal(process:samples{ seconds = 0 }:run(), 1)
end)

test("statistics are numbers of what happened", function()
  local samples = process:samples{ rate = 0.01, seconds = 0.1 }
  samples:run()
  local stats = samples.stats
  assert(stats.taken + stats.late >= 9 and stats.taken <= 12, stats.taken)
  assert(stats.elapsed > 0.05 and stats.cpu > 0 and stats.cpu < stats.elapsed)
  equal(samples.info.pid, target.pid)
  equal(samples.info.python, process.python)
  assert(math.abs(samples.start_ns // 1000000000 - os.time()) < 60)
end)

test("it is stopped from within the loop", function()
  local count = 0
  local samples = process:samples{ rate = 0.001 }
  for _ in samples do
    count = count + 1
    if count == 5 then samples:stop() end
  end
  assert(count >= 5 and samples.ended)
end)

test("break and errors let go", function()
  for _ in process:samples{ rate = 0.001 } do break end
  raises("on purpose", function()
    for _ in process:samples{ rate = 0.001 } do error("on purpose") end
  end)
  assert(not target.is_traced())
end)

test("a recording gives the same again", function()
  local file <close> = scratch()
  local samples = process:samples{ rate = 0.001, max = 20, threads = true, record = file.path }
  local before = samples:tally()
  samples:close()
  local recording = assert(pyflame.recording(file.path))
  equal(recording:reason(), nil)
  equal(recording.info.pid, target.pid)
  equal(recording.info.threads, true)
  local after = recording:tally()
  equal(after.total, before.total)
  equal(#after, #before)
  for i = 1, #after do
    equal(after[i]:text(), before[i]:text())
    equal(after[i].count, before[i].count)
  end
  recording:rewind()
  equal(recording:run(), after.total)
  equal(pyflame.recording(file.path, { thread = "nobody" }):tally().total, 0)
end)

test("files get their name at the end", function()
  local file <close> = scratch()
  os.remove(file.path)
  local out = assert(pyflame.create(file.path))
  assert(out:write("a", "b"):write("c"))
  equal(io.open(file.path), nil)
  equal(out:finish(), true)
  out:close()
  equal(content(file.path), "abc")
  raises("the file is closed", function() out:write("x") end)
end)

test("formats write files", function()
  local file <close> = scratch()
  local function written(format, options)
    local samples = process:samples{ rate = 0.001, max = 5, threads = true }
    assert(samples:write(format, file.path, options))
    return content(file.path)
  end
  assert(written("folded"):match("parked%.py:<module>:%d+;[^\n]*:inner:%d+ %d+\n"))
  assert(written("collapsed", { lines = false }):match("parked%.py:outer;[^\n]*:inner %d+\n"))
  assert(written("flamechart"):match("%d+\n[^\n]*:inner:%d+;\n"))
  local state = '"state":"waiting","syscall":"%l+","thread":{"tid":%d+,'
  assert(written("json"):match('^{"time":0%.%d+,' .. state))
  assert(written("json-tally"):match('^{"count":%d+,' .. state))
  assert(written("cpuprofile"):match('^{"samples":%[%d.*"endTime":%d+}\n$'))
  assert(written("report"):match("%d+ samples in .*inner %("))
end)

test("a format can be a table", function()
  local lines, out = {}, {}
  function out:write(...)
    lines[#lines + 1] = table.concat{ ... }
    return self
  end
  local format = { sample = function(self, sample) self.out:write(sample.state) end }
  assert(process:samples{ rate = 0.001, max = 3 }:write(format, out))
  equal(#lines, 3)
end)

test("a file that fails ends writing", function()
  local out = { write = function() return nil, "no more room", "SYSTEM" end }
  local good, message, code = process:samples{ rate = 0.001 }:write("flamechart", out)
  equal(good, nil)
  equal(message .. code, "no more roomSYSTEM")
end)

test("a child is launched, looked at and waited for", function()
  local child <close> = assert(pyflame.launch{ "sh", "-c", "exit 7" })
  equal(child:wait().status, 7)
  equal(child:wait().signal, nil)
  local none, _, code = child:attach{ seconds = 1 }
  equal(none, nil)
  equal(code, "GONE")
  local _, message, _, status = pyflame.launch{ "no-such-command-anywhere" }
  assert(message:find("no-such-command-anywhere", 1, true))
  equal(status, 127)
end)

test("a child that becomes a Python is sampled to its end", function()
  local python = process.executable
  local child <close> = assert(pyflame.launch{ "env", python, "-S", "-c", "sum(range(10**7))" })
  local found <close> = assert(child:attach{})
  local samples = assert(found:samples{ rate = 0.001 })
  assert(samples:run() > 0)
  assert(samples:reason())
  equal(child:wait().status, 0)
end)

-- A shell that stays, and in it a Python that forks: both compute, each in its own function, until
-- their parent has ended.
local FORKS = [[
import os
def parent(above):
    while os.getppid() == above: pass
def child(above):
    while os.getppid() == above: pass
above, me = os.getppid(), os.getpid()
if os.fork(): parent(above)
else: child(me)]]

-- Samples both into a recording; which process was in which function.
local function record_family(path)
  local shell <close> = assert(pyflame.launch{ "sh", "-c", '"$0" -S -c "$1"; true',
                                               process.executable, FORKS })
  local samples <close> = assert(pyflame.samples(shell.pid, {
    children = true, rate = 0.001, record = path, threads = true,
  }))
  local functions = {}
  for sample in samples do
    if sample.thread then equal(sample.thread.pid, sample.pid) end
    assert(sample.pid ~= shell.pid)
    for frame in sample:frames() do functions[frame.name] = sample.pid end
    if functions.parent and functions.child then samples:stop() end
  end
  equal(samples.info.children, true)
  equal(samples.stats.programs, 2)
  equal(samples.stats.refused, 0)
  equal(samples:refusal(), nil)
  equal(samples:reason(), nil)
  shell:signal(9)
  shell:wait()
  return functions
end

test("descendants are sampled, and tell their process", function()
  local file <close> = scratch()
  local functions = record_family(file.path)
  assert(functions.parent ~= functions.child)
  local recorded = assert(pyflame.recording(file.path))
  equal(recorded.info.children, true)
  equal(recorded.stats.programs, 2)
  for sample in recorded do
    assert(sample.pid == functions.parent or sample.pid == functions.child)
  end
end)

test("formats tell processes apart, or do not", function()
  local file <close> = scratch()
  record_family(file.path)
  local function written(name, more)
    local out <close> = scratch()
    assert(assert(pyflame.recording(file.path)):write(name, out.path, more))
    return content(out.path)
  end
  local function is_each(text, pattern)
    for line in text:gmatch("[^\n]+") do assert(line:match(pattern), line) end
  end
  is_each(written("folded"), "^process %d+;[^;].* %d+$")
  assert(not written("folded", { merge = true }):find("process", 1, true))
  is_each(written("flamechart"):gsub("%d+\n(process)", "%1"), "^process %d+;.")
  is_each(written("json"), '^{"time":%d+%.%d+,"state":"[%a-]+","syscall":[^,]+,"pid":%d+,"thread":')
  is_each(written("json-tally"),
          '^{"count":%d+,"state":"[%a-]+","syscall":[^,]+,"pid":%d+,"thread":')
  assert(written("cpuprofile"):match('"functionName":"process %d+"'))
  assert(written("report"):match(" of process %d+ and its descendants: "))
end)

test("a sample of one process tells it, too", function()
  for sample in process:samples{ rate = 0.001, max = 3 } do equal(sample.pid, process.pid) end
  local samples = assert(pyflame.samples(process.pid, { max = 3 }))
  equal(samples.info.pid, process.pid)
  equal(samples:run(), 3)
  local _, _, code = pyflame.samples(0x3fffffff, { children = true })
  equal(code, "GONE")
  raises("not a process id", function() pyflame.samples(-1) end)
end)

test("a process that has gone cannot be sampled", function()
  local words = { process.executable, "-S", "-c", "import time; time.sleep(1000)" }
  local child <close> = assert(pyflame.launch(words))
  local found = assert(child:attach{})
  child:signal(9)
  equal(child:wait().signal, 9)
  local samples, message, code = found:samples{}
  equal(samples, nil)
  assert(message:find(tostring(child.pid), 1, true))
  equal(code, "GONE")
end)

-- A child whose process id is PID, which is free; nil where the kernel does not let us choose.
local function launch_as(pid, words)
  for _ = 1, 1000 do -- somebody else may come first
    local last = io.open("/proc/sys/kernel/ns_last_pid", "w")
    if not (last and last:write(pid - 1) and last:close()) then return nil end
    local child = assert(pyflame.launch(words))
    if child.pid == pid then return child end
    child:signal(9)
    child:wait()
  end
end

test("a process that has got the id of one that has gone is not sampled", function()
  local words = { process.executable, "-S", "-c", "import time; time.sleep(1000)" }
  local child <close> = assert(pyflame.launch(words))
  local found <close> = assert(child:attach{})
  child:signal(9)
  child:wait()
  local other <close> = launch_as(child.pid, words)
  if not other then return end
  assert(other:attach{}):close()
  local samples, message, code = found:samples{}
  other:signal(9)
  equal(samples, nil)
  equal(message, ("process %d has ended"):format(child.pid))
  equal(code, "GONE")
end)

process:close()
