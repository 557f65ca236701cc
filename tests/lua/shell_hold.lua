-- stop, continue, until, catch stack: the target is held until it is let go, and by whom.

local function lines_of(command)
  return assert(pyflame.capture(command))
end

-- command must fail with that message.
local function refused(command, message)
  local good, why = pyflame.execute(command)
  equal(good, nil)
  equal(why, message)
end

test("stop holds, continue lets go", function()
  local first = lines_of("stop")
  equal(first:match("^[^\n]*"), ("Process %d is stopped."):format(target.pid))
  assert(first:find("\n#0  inner at ", 1, true), first)
  assert(target.is_traced())
  refused("stop", "The process is stopped already.")
  equal(lines_of("thread apply all bt"), lines_of("thread apply all bt"))
  assert(lines_of("info threads"):find("read", 1, true))
  equal(lines_of("continue"), "Continuing.\n")
  assert(not target.is_traced())
  refused("c", "The process is not stopped.")
  lines_of("stop")
  equal(lines_of("cont"), "Continuing.\n")
end)

test("detach and attach let go", function()
  lines_of("stop")
  lines_of("detach")
  assert(not target.is_traced())
  lines_of("attach " .. target.pid)
  lines_of("stop")
  lines_of("attach " .. target.pid)
  assert(not target.is_traced())
  refused("continue", "The process is not stopped.")
end)

test("until holds where the condition is true", function()
  local shown = lines_of("until func == 'inner' and line > 0 and thread == 'MainThread'")
  local switching = "^%[Switching to thread "
  assert(shown:find(switching .. '1 %(Thread 0x%x+ %(LWP %d+%)%)%]\n#0  inner at '), shown)
  assert(target.is_traced())
  shown = lines_of("until -thread worker has('park') and has('threading:wait') and " ..
                   "not has('x.py:3')")
  assert(shown:find(switching .. '2 %(Thread 0x%x+ %(LWP %d+%)%)%]\n#0  '), shown)
  assert(lines_of("thread"):find("Current thread is 2", 1, true))
  lines_of("continue")
  assert(not target.is_traced())
  local tid = lines_of("info threads"):match("LWP (%d+)%) \"worker\"")
  for _, which in ipairs{ "2", "lwp:" .. tid, "work*", "'worker'" } do
    assert(lines_of("until -thread " .. which .. " depth > 1"):find("Switching to thread 2"), which)
  end
  lines_of("continue")
end)

test("a condition has convenience functions and variables", function()
  pyflame.func{ name = "deep", run = function(depth) return depth > pyflame.vars.least end }
  pyflame.vars.least, pyflame.vars.wanted = 1, "inner"
  local shown = lines_of("until func == $wanted and $_deep(depth)")
  assert(shown:find("#0  inner at ", 1, true), shown)
  assert(pyflame.execute("continue"))
end)

test("until says what is wrong", function()
  refused("until", "Argument required.  Usage: until [-thread T] [-s SECONDS] [-r RATE] " ..
          "[-do COMMAND [-n COUNT]] CONDITION [if EXPR]")
  refused("until -s 1", "Argument required (condition).")
  refused("until fnuc == 'x'", "until: there is no \"fnuc\" here.  " ..
          "Text needs quotes; \"help until\" lists the names")
  refused("until os.exit()", "until: there is no \"os\" here.  " ..
          "Text needs quotes; \"help until\" lists the names")
  refused("until inner", "until: there is no \"inner\" here.  Try \"until has('inner')\"")
  refused("until func ==", "until: unexpected symbol near <eof>")
  refused("until -thread 77 true", "Unknown thread 77.")
  refused("until -thread lwp:1 true", "Unknown thread lwp:1.")
  refused("until -n 2 true", "Option -n needs -do")
  refused("until -s x true", "Not a number: x")
  refused("until -s 0.05 func == 'nowhere'", "no stack matched in time")
  refused("until -do nonsense true", "Undefined command: \"nonsense\".  Try \"help\".")
  assert(not target.is_traced())
end)

test("a failure lets a process run that was stopped before", function()
  lines_of("stop")
  refused("until -s 0.05 func == 'nowhere'", "no stack matched in time")
  assert(not target.is_traced())
end)

test("catch stack takes patterns and durations", function()
  for _, words in ipairs{ "inner", "inn*", "parked:inner", "inner for 20ms", "inner for 0.02",
                          "-thread 1 inner for 0.02s -r 0.001", "'inner' -s 10" } do
    local shown = lines_of("catch stack " .. words)
    assert(shown:find("^%[Switching to thread 1 .*\n#0  inner at "), words .. ": " .. shown)
  end
  local line = lines_of("bt 1"):match("parked%.py:(%d+)")
  assert(lines_of("catch stack parked.py:" .. line):find("#0  inner at ", 1, true))
  lines_of("continue")
  refused("catch stack inner for", "Argument required (duration).")
  refused("catch stack inner for ever", "Not a duration: ever")
  refused("catch stack inner outer", "What is \"outer\"?")
  refused("catch stack", "Argument required.  Usage: catch stack PATTERN [for DURATION] " ..
          "[-thread T] [-s SECONDS] [-r RATE] [-n COUNT] [if EXPR] " ..
          "[-do COMMAND]")
  refused("catch", "Argument required.  Try \"catch stack PATTERN\".")
  refused("catch throw", "There is no \"catch throw\" here: only stacks can be caught: " ..
          "\"catch stack PATTERN\".  Try \"help\".")
  assert(not target.is_traced())
end)

test("-do runs a command at each hit, under the hold", function()
  local shown = lines_of("catch stack inner -n 3 -do lua print(pf.thread().name, io.open(" ..
                         "'/proc/' .. pf.process().pid .. '/stat'):read('a'):match('%) (%a)'))")
  local header = shown:match("^\nThread 1 %(Thread 0x%x+ %(LWP %d+%) \"MainThread\"%):\n")
  equal(shown, (header .. "MainThread\tt\n"):rep(3))
  assert(not target.is_traced())
  shown = lines_of("until -n 2 -do 'bt 1' has('park')")
  local _, count = shown:gsub("\nThread 2 [^\n]*\n#0  ", "")
  equal(count, 2)
end)

test("a command that fails ends it, and lets go", function()
  refused("catch stack inner -do frame 99 nonsense",
          select(2, pyflame.execute("frame 99 nonsense")))
  refused("catch stack inner -do thread 99", "Unknown thread 99.")
  assert(not target.is_traced())
end)

test("the command may stop it for good, or detach", function()
  local shown = lines_of("catch stack inner -do stop")
  assert(shown:find("is stopped.\n", 1, true), shown)
  assert(target.is_traced())
  lines_of("continue")
  assert(not target.is_traced())
  lines_of("catch stack inner -do detach")
  assert(not target.is_traced())
  lines_of("attach " .. target.pid)
end)

test("words of GDB's are explained", function()
  local function explains(command, words)
    local _, why = pyflame.execute(command)
    assert(why:find(words, 1, true), why)
  end
  explains("break f", "\"until CONDITION\" and \"catch stack PATTERN\"")
  explains("rwatch x", "\"watch EXPR\" waits until it changes")
  explains("step", "\"continue\" lets it run on")
  explains("kill", "nothing is ever changed in the process")
  explains("handle SIGUSR1", "no signal is sent to the process")
end)

test("a script that ends lets go of what it has caught", function()
  pyflame.command{ name = "catch-and-fail", run = function(session)
    local _ <close> = assert(session.process:catch{ func = "inner" })
    assert(target.is_traced())
    error("on purpose", 0)
  end }
  refused("catch-and-fail", "on purpose")
  assert(not target.is_traced())
end)
