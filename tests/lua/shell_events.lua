-- What scripts hear of, and what they put off.

-- The events of a kind that body causes, each as "key=value ..." of the keys.
local function heard(event, keys, body)
  local seen = {}
  local handle <close> = pyflame.on(event, function(about)
    local words = {}
    for key in keys:gmatch("%w+") do words[#words + 1] = tostring(about[key]) end
    seen[#seen + 1] = table.concat(words, " ")
  end)
  assert(handle)
  body()
  return table.concat(seen, "; ")
end

local pid = target.pid

test("attaching and detaching are heard, behind the command", function()
  local order = {}
  local detach <close> = pyflame.on("detach", function(about)
    order[#order + 1] = about.event .. about.pid
    assert(pyflame.process()) -- "attach" is done
  end)
  local attach <close> = pyflame.on("attach", function(about)
    order[#order + 1] = about.event .. about.pid
  end)
  assert(attach and detach)
  assert(pyflame.execute("attach " .. pid))
  equal(table.concat(order, " "), ("detach%d attach%d"):format(pid, pid))
end)

test("holds are heard, once a command is done", function()
  local hold
  pyflame.command{ name = "take", run = function() hold = assert(pyflame.process():stop()) end }
  pyflame.command{ name = "let", run = function() hold:resume() end }
  equal(heard("stop", "event pid", function() assert(pyflame.execute("take")) end), "stop " .. pid)
  equal(heard("stop", "pid", function() assert(pyflame.execute("thread")) end), "")
  equal(heard("resume", "pid", function() assert(pyflame.execute("let")) end), tostring(pid))
end)

-- A Python that starts a thread for one line and ends it for the next, and says so.
local SCRIPT = [[
import sys, threading
tell, ack = open(sys.argv[1]), open(sys.argv[2], "w")
for line in tell:
    if line == "start\n":
        stop = threading.Event()
        thread = threading.Thread(target=stop.wait, name="extra")
        thread.start()
    else:
        stop.set()
        thread.join()
    ack.write("done\n")
    ack.flush()
]]

test("new threads and the end of old ones are heard, from dump to dump", function()
  local folder = os.tmpname()
  os.remove(folder)
  local tell_path, ack_path = folder .. ".tell", folder .. ".ack"
  assert(os.execute(("mkfifo '%s' '%s'"):format(tell_path, ack_path)))
  local child = assert(pyflame.launch{ "python3", "-c", SCRIPT, tell_path, ack_path })
  local tell <close> = assert(io.open(tell_path, "w"))
  local ack <close> = assert(io.open(ack_path))
  tell:setvbuf("no")
  os.remove(tell_path)
  os.remove(ack_path)
  assert(pyflame.execute("attach " .. child.pid))
  local function does(word)
    tell:write(word, "\n")
    assert(ack:read() == "done")
    assert(pyflame.capture("info threads"))
  end
  assert(pyflame.capture("info threads")) -- the first dump is no news
  equal(heard("new_thread", "pid number", function() does("start") end), child.pid .. " 2")
  equal(heard("thread_exit", "pid number", function()
    does("stop")
    while #pyflame.threads():list() > 1 do end -- it may take a moment after join()
    assert(pyflame.capture("info threads"))
  end), child.pid .. " 2")
  assert(pyflame.execute("attach " .. pid))
  child:signal(9)
  child:wait()
end)

test("a process that ends is heard, and detached from", function()
  local child = assert(pyflame.launch{ "python3", "-c", "import time; time.sleep(1000)" })
  assert(child:attach{}):close()
  assert(pyflame.execute("attach " .. child.pid))
  child:signal(9)
  child:wait()
  local function look() assert(not pyflame.execute("bt")) end
  equal(heard("exited", "pid", function()
    equal(heard("detach", "pid", look), tostring(child.pid))
  end), tostring(child.pid))
  equal(pyflame.process(), nil)
  assert(pyflame.execute("attach " .. pid))
end)

test("what is wrong with a handler is a warning, and breaks nothing", function()
  local count = 0
  local bad <close> = pyflame.on("attach", function() error("on purpose") end)
  local good <close> = pyflame.on("attach", function() count = count + 1 end)
  assert(bad and good)
  equal(pyflame.execute("attach " .. pid), true)
  equal(count, 1)
end)

test("a handle goes off, also from within", function()
  local count, handle = 0, nil
  handle = pyflame.on("attach", function()
    count = count + 1
    handle:off()
  end)
  for _ = 1, 2 do assert(pyflame.execute("attach " .. pid)) end
  equal(count, 1)
  handle:off()
end)

test("what handlers cause is told behind them", function()
  local order = {}
  local first <close> = pyflame.on("detach", function()
    order[#order + 1] = "detach"
    if #order == 1 then assert(pyflame.execute("attach " .. pid)) end
    order[#order + 1] = "done"
  end)
  assert(first)
  assert(pyflame.execute("attach " .. pid))
  equal(table.concat(order, " "), "detach done detach done")
end)

test("handlers that cause events without end are stopped", function()
  local count = 0
  local endless <close> = pyflame.on("detach", function()
    count = count + 1
    assert(pyflame.execute("attach " .. pid))
  end)
  assert(endless)
  assert(pyflame.execute("attach " .. pid))
  assert(count > 50 and count <= 200, count)
  local before = count
  assert(pyflame.execute("thread"))
  equal(count, before)
end)

test("however many there are at once, all are told", function()
  local code = [[
import signal, threading
started = threading.Event()
def more(*_):
  for _ in range(250): threading.Thread(target=started.wait, daemon=True).start()
signal.signal(signal.SIGUSR1, more)
while True: signal.pause()]]
  local child <close> = assert(pyflame.launch{ pyflame.process().executable, "-S", "-c", code })
  local process <close> = assert(child:attach{})
  repeat local thread = assert(process:threads())[1] until thread and thread[1]
    and thread[1].line == 6
  assert(pyflame.execute("attach " .. child.pid))
  assert(pyflame.execute("thread"))
  local count = 0
  local counting <close> = pyflame.on("new_thread", function() count = count + 1 end)
  assert(counting and pyflame.execute("thread"))
  child:signal(10)
  repeat until #assert(process:tasks()) == 251 and #assert(process:threads()) == 251
  assert(pyflame.execute("thread"))
  equal(count, 250)
  assert(pyflame.execute("detach"))
  assert(pyflame.execute("inferior 1"))
  child:signal(9)
end)

test("what is deferred runs when the command is done", function()
  local order = {}
  pyflame.command{ name = "later", run = function()
    pyflame.defer(function() order[#order + 1] = "deferred" end)
    assert(pyflame.execute("thread"))
    order[#order + 1] = "command"
  end }
  assert(pyflame.execute("later"))
  equal(table.concat(order, " "), "command deferred")
end)

test("descriptions are checked", function()
  raises('there is no event "nonsense".  Known: attach, before_prompt,', function()
    pyflame.on("nonsense", print)
  end)
  raises("a function is wanted", function() pyflame.on("attach") end)
  raises("a function is wanted", function() pyflame.defer() end)
end)

test("a process that becomes another program is heard", function()
  local path = os.tmpname()
  os.remove(path)
  assert(os.execute(("mkfifo '%s' '%s.go'"):format(path, path)))
  local child = assert(pyflame.launch{ "python3", "-c", [[
import os, sys
ack = open(sys.argv[1], "w")
print("up", file=ack, flush=True)
open(sys.argv[1] + ".go").read()
os.execvp("sleep", ["sleep", "1000"])
]], path })
  local ack <close> = assert(io.open(path))
  assert(ack:read() == "up")
  assert(pyflame.execute("attach " .. child.pid))
  assert(io.open(path .. ".go", "w")):close()
  assert(ack:read() == nil) -- its files are closed: it is another program
  os.remove(path)
  os.remove(path .. ".go")
  equal(heard("exec", "event pid", function() assert(not pyflame.execute("bt")) end),
        "exec " .. child.pid)
  assert(pyflame.execute("attach " .. pid))
  child:signal(9)
  child:wait()
end)
