-- The functions of the module itself.
test("sleep takes its time", function()
  local before = os.time()
  equal(pyflame.sleep(1.1), true)
  assert(os.time() > before)
  equal(pyflame.sleep(0), true)
  raises("not a number of seconds", function() pyflame.sleep(-1) end)
  raises("not a number of seconds", function() pyflame.sleep(0 / 0) end)
end)

test("globs match as those of samples", function()
  for _, case in ipairs{
    { "a*", "abc", true }, { "a*", "bc", false }, { "*", "", true }, { "?[bc]", "ab", true },
    { "*.run", "a/b.run", true }, { "A", "a", false }, { "\\*", "\\x", true },
  } do
    equal(pyflame.glob(case[1], case[2]), case[3])
  end
  raises("string expected", function() pyflame.glob("a") end)
end)

test("descendants are listed", function()
  local command = "exec 2>/dev/null; sleep 60 & sleep 60"
  local child <close> = assert(pyflame.launch{ "sh", "-c", command })
  local found
  repeat found = assert(pyflame.descendants(child.pid)) until #found == 2 or child:wait(0.01)
  local own = assert(pyflame.descendants(math.tointeger(found[1])))
  equal(#own, 0)
  for _, pid in ipairs(found) do os.execute("kill " .. pid) end
  child:wait()
  equal(#pyflame.descendants(child.pid), 0)
  raises("not a process id", function() pyflame.descendants(0) end)
end)

test("scripts are listed and found", function()
  local names = {}
  for i, name in ipairs(pyflame.scripts()) do names[name] = i end
  assert(names.top < names.watchdog)
  equal(type(pyflame.find_script("top")), "function")
  local code, message, error_code = pyflame.find_script("nope")
  equal(code, nil)
  equal(message, 'there is no script "nope"')
  equal(error_code, "USAGE")
  code, message, error_code = pyflame.find_script("/nonexistent/x")
  equal(code, nil)
  assert(message:find("/nonexistent/x", 1, true), message)
  equal(error_code, "USAGE")
end)
