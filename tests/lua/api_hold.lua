-- Holds: whatever happens, the target runs on.
local process = assert(pyflame.attach(target.pid))

test("a hold stops Python's threads", function()
  local hold = assert(process:stop())
  assert(target.is_traced())
  assert(hold:has(target.pid))
  equal(hold:has(1), false)
  hold:resume()
  assert(not target.is_traced())
  equal(hold:has(target.pid), false)
  assert(hold.paused_ns > 0)
  hold:resume()
end)

test("some threads can be held", function()
  local hold <close> = assert(process:stop{ target.pid })
  assert(hold:has(target.pid))
end)

test("dumps are taken within a hold", function()
  local hold <close> = assert(process:stop())
  local first, second = assert(process:dump()), assert(process:dump())
  equal(#first.threads, #second.threads)
  assert(hold:has(target.pid))
end)

test("the end of a block lets go", function()
  do local _ <close> = assert(process:stop()) end
  assert(not target.is_traced())
end)

test("break lets go", function()
  for _ = 1, 2 do
    local _ <close> = assert(process:stop())
    assert(target.is_traced())
    break
  end
  assert(not target.is_traced())
end)

test("an error lets go", function()
  raises("on purpose", function()
    local _ <close> = assert(process:stop())
    error("on purpose")
  end)
  assert(not target.is_traced())
end)

test("a coroutine that is closed lets go", function()
  local run = coroutine.create(function()
    local _ <close> = assert(process:stop())
    coroutine.yield()
  end)
  coroutine.resume(run)
  assert(target.is_traced())
  coroutine.close(run)
  assert(not target.is_traced())
end)

test("the collector lets go", function()
  assert(process:stop())
  collectgarbage()
  collectgarbage()
  assert(not target.is_traced())
end)

test("closing the process lets go", function()
  local hold = assert(process:stop())
  process:close()
  assert(not target.is_traced())
  equal(hold:has(target.pid), false)
  hold:resume()
end)
