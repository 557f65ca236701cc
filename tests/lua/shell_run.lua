-- run and --args: programs that the shell starts.
local python = assert(io.open("/proc/" .. target.pid .. "/cmdline")):read("a"):match("^[^\0]+")
local HELD = "import signal; signal.pause()"

-- The end of a shell of its own with those words.
local function shell(...)
  local child <close> = assert(pyflame.launch{ "/proc/self/exe", "-nx", ... })
  return child:wait()
end

test("run starts a program, and attaches to it", function()
  local text = assert(pyflame.capture("run " .. python .. " -S -c '" .. HELD .. "'"))
  local pid = math.tointeger(tonumber(text:match("^Attached to process (%d+) %(")))
  equal(pyflame.process().pid, pid)
  equal(#pyflame.inferiors(), 2)
  local again = assert(pyflame.capture("run")) -- the same program
  assert(again:match("^Attached to process %d+ %(") and again ~= text)
  equal(#pyflame.inferiors(), 3)
  for _, inferior in ipairs(pyflame.inferiors()) do
    if inferior.pid ~= target.pid then os.execute("kill " .. inferior.pid) end
  end
  assert(pyflame.execute("inferior 1"))
end)

test("a program that is no Python, or is not there, is said", function()
  local done, message = pyflame.execute("run true")
  equal(done, nil)
  equal(message, 'the program exited normally, and never was a Python itself: '
                 .. '"pyflame -t" looks at its children, too')
  done, message = pyflame.execute("run sh -c 'exit 9'")
  equal(done, nil)
  assert(message:match("^the program exited with code 11, and never was a Python"), message)
  done, message = pyflame.execute("run no-such-program-anywhere")
  equal(done, nil)
  equal(message, "cannot run no-such-program-anywhere: No such file or directory")
end)

test("--args passes the program's status on", function()
  local quick = "import sys; sys.exit(sum(range(300000)) % 1 + 5)"
  equal(shell("-batch", "-ex", "lua 1", "--args", python, "-S", "-c", quick).status, 5)
  equal(shell("-batch", "-ex", "lua 1", "--args", "env", python, "-S", "-c", quick).status, 5)
  local kill = "import os; os.kill(os.getpid(), 9)"
  equal(shell("-batch", "-ex", "lua 1", "--args", python, "-S", "-c", kill).signal, 9)
  equal(shell("-batch", "--args", "no-such-program-anywhere").status, 127)
  equal(shell("-batch", "--args", "true").status, 4)
  equal(shell("-batch", "--args").status, 2)
  equal(shell("-batch", "-p", "1", "--args", "true").status, 2)
  equal(shell("-batch", "-ex", "nonsense", "--args", python, "-S", "-c", quick).status, 1)
end)

test("--args samples from the first frame to the end", function()
  local path = os.tmpname()
  local busy = "def f():\n  for i in range(3000000): i * i\nf()\nraise SystemExit(6)"
  equal(shell("-batch", "-ex", "sample -r 0.001 -o " .. path, "--args",
              python, "-S", "-c", busy).status, 6)
  local text = assert(io.open(path)):read("a")
  assert(text:match("<string>:f:2 %d+\n"), text)
  os.remove(path)
end)
