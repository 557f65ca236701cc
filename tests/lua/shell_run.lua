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

-- A program that goes on once the file PATH is there, and then does END.
local function waiting(path, ending)
  return ("import os, sys\nwhile not os.path.exists('%s'): pass\n%s"):format(path, ending)
end

test("--args passes the program's status on", function()
  local path = os.tmpname()
  local go = ("lua io.open('%s', 'w'):close()"):format(path)
  local function ends(ending)
    os.remove(path)
    return shell("-batch", "-ex", go, "--args", python, "-S", "-c", waiting(path, ending))
  end
  equal(ends("sys.exit(5)").status, 5)
  os.remove(path)
  local words = { "-S", "-c", waiting(path, "sys.exit(5)") }
  equal(shell("-batch", "-ex", go, "--args", "env", python, table.unpack(words)).status, 5)
  equal(ends("os.kill(os.getpid(), 9)").signal, 9)
  os.remove(path)
  equal(shell("-batch", "-ex", go, "-ex", "nonsense", "--args", python,
              table.unpack(words)).status, 1)
  os.remove(path)
  equal(shell("-batch", "--args", "no-such-program-anywhere").status, 127)
  equal(shell("-batch", "--args", "true").status, 4)
  equal(shell("-batch", "--args").status, 2)
  equal(shell("-batch", "-p", "1", "--args", "true").status, 2)
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
