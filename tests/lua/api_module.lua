-- The functions of the module itself.
test("sleep takes its time", function()
  local before = os.time()
  equal(pyflame.sleep(1.1), true)
  assert(os.time() > before)
  equal(pyflame.sleep(0), true)
  raises("not a number of seconds", function() pyflame.sleep(-1) end)
  raises("not a number of seconds", function() pyflame.sleep(0 / 0) end)
end)
