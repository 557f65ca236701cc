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

-- A program that goes on once the file PATH is there, removes that, and then does ENDING.
local function waiting(path, ending)
  local code = "import os, sys\nwhile not os.path.exists('%s'): pass\nos.remove('%s')\n%s"
  return code:format(path, path, ending)
end

test("--args passes the program's status on", function()
  local path = os.tmpname()
  local go = ("lua io.open('%s', 'w'):close()"):format(path)
  os.remove(path)
  local function run(ending, command, ...)
    local words = { "-batch", "-ex", go, "-ex", command, "--args", ... }
    table.move({ python, "-S", "-c", waiting(path, ending) }, 1, 4, #words + 1, words)
    return shell(table.unpack(words))
  end
  equal(run("sys.exit(5)", "lua 1").status, 5)
  equal(run("sys.exit(5)", "lua 1", "env").status, 5)
  equal(run("os.kill(os.getpid(), 9)", "lua 1").signal, 9)
  equal(run("sys.exit(5)", "nonsense").status, 1)
  while io.open(path) do pyflame.sleep(0.001) end -- it runs on
  equal(shell("-batch", "--args", "no-such-program-anywhere").status, 127)
  equal(shell("-batch", "--args", "true").status, 4)
  equal(shell("-batch", "--args").status, 2)
  equal(shell("-batch", "-p", "1", "--args", "true").status, 2)
end)

test("--args samples from the first frame to the end", function()
  local path = os.tmpname()
  local busy = "def f():\n  for i in range(20000000): i * i\nf()\nraise SystemExit(6)"
  equal(shell("-batch", "-ex", "sample -r 0.001 -o " .. path, "--args",
              python, "-S", "-c", busy).status, 6)
  local text = assert(io.open(path)):read("a")
  assert(text:match("<string>:f:2 %d+\n"), text)
  os.remove(path)
end)
