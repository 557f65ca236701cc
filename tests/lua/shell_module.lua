-- What the module has in the shell only.
test("the session's process is there", function()
  local process = pyflame.process()
  equal(process.pid, target.pid)
  equal(pf, pyflame)
  equal(require "pyflame", pyflame)
end)

test("the selected thread is the main one", function()
  local thread = assert(pyflame.thread())
  equal(thread.name, "MainThread")
  equal(thread[1].name, "inner")
end)

test("commands are executed and captured", function()
  equal(pyflame.execute("thread 1"), true)
  local text = assert(pyflame.capture("bt 1"))
  assert(text:match("^#0  inner at .*parked%.py:%d+\n        sys%.stdin%.read%(%)\n"), text)
  assert(text:match("%(More stack frames follow%.%.%.%)\n$"))
  local done, message, code = pyflame.execute("no-such-command")
  equal(done, nil)
  equal(message, 'Undefined command: "no-such-command".  Try "help".')
  equal(code, "USAGE")
  equal(pyflame.capture("bt x"), nil)
end)

test("without a terminal there are neither keys nor a size", function()
  equal(pyflame.key(), nil)
  equal(pyflame.rows(), nil)
  equal(pyflame.columns(), nil)
end)

test("captures nest", function()
  pyflame.command{ name = "nested", run = function()
    pyflame.write("a")
    assert(pyflame.capture("thread") ~= "")
    pyflame.write("b")
  end }
  equal(pyflame.capture("nested"), "ab")
end)

test("commands can be added and abbreviated", function()
  local seen
  pyflame.command{
    name = "frobnicate", alias = { "fr1", "fr2" }, summary = "Frobnicate.", min_args = 1,
    run = function(session, args)
      seen = { session.process.pid, args[1], args.text, #args, session.thread.name }
    end,
  }
  assert(pyflame.execute("frob 'a b' c"))
  equal(seen[1], target.pid)
  equal(seen[2], "a b")
  equal(seen[3], "'a b' c")
  equal(seen[4], 2)
  equal(seen[5], "MainThread")
  equal(pyflame.execute("fr2"), nil)
  assert(pyflame.capture("help frob"):match("^frobnicate, fr1, fr2\nFrobnicate%.\n"))
end)

test("a command that fails says why", function()
  pyflame.command{ name = "returns", run = function() return nil, "the reason", "TORN" end }
  pyflame.command{ name = "raises", run = function() error("the reason", 0) end }
  local _, message, code = pyflame.execute("returns")
  equal(message .. code, "the reasonTORN")
  _, message, code = pyflame.execute("raises")
  equal(message .. code, "the reasonUSAGE")
end)

test("what a command held is let go when it fails", function()
  pyflame.command{ name = "holds", run = function(session)
    local _ <close> = assert(session.process:stop())
    error("on purpose")
  end }
  equal(pyflame.execute("holds"), nil)
  assert(not target.is_traced())
end)

test("needs are checked before a command runs", function()
  pyflame.command{ name = "stopped-only", needs = "stopped", run = function() end }
  local _, message = pyflame.execute("stopped-only")
  equal(message, "The process is not stopped.")
  local hold <close> = assert(pyflame.process():stop())
  assert(hold)
  assert(pyflame.execute("stopped-only"))
end)

test("descriptions are checked", function()
  local run = function() end
  raises("name", function() pyflame.command{ run = run } end)
  raises("run is not a function", function() pyflame.command{ name = "x" } end)
  raises("no group", function() pyflame.command{ name = "x", group = "nope", run = run } end)
  raises("needs cannot be", function() pyflame.command{ name = "x", needs = "y", run = run } end)
  raises("alias", function() pyflame.command{ name = "x", alias = 1 == 1, run = run } end)
end)

test("text from a target is made safe", function()
  equal(pyflame.printable("a\27[2J\n\xff"), "a\\x1b[2J\\n\\xff")
end)

test("nothing is loaded from the working directory", function()
  assert(not package.path:find("./", 1, true) or not package.path:find(";./", 1, true))
  assert(not package.cpath:find(";./", 1, true))
end)
