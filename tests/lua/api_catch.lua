-- process:catch{}: what can be asked of it, and that the target runs on after every end.
local process = assert(pyflame.attach(target.pid))

-- Catches, and lets go: the thread, or nil and why.
local function catch(options)
  local hold <close>, thread, code = process:catch(options)
  if not hold then return nil, thread, code end
  assert(target.is_traced())
  for _, task in ipairs(assert(process:tasks())) do
    equal(task.state, "t")
    assert(hold:has(task.tid))
  end
  return thread
end

test("functions, modules, files and lines are caught", function()
  equal(assert(catch{ func = "inner" }).tid, target.pid)
  equal(assert(catch{ func = "Worker.park" } or catch{ func = "park" }).name, "worker")
  equal(assert(catch{ module = "threading", func = "wait" }).name, "worker")
  local line = assert(catch{ func = "inner" })[1].line
  equal(assert(catch{ file = "parked.py", line = line }).tid, target.pid)
  equal(catch{ file = "parked.py", line = 1, seconds = 0.05 }, nil)
  assert(not target.is_traced())
end)

test("the thread stands in the stack that was shown", function()
  local shown = {}
  local thread = assert(catch{ match = function(stack)
    if stack.thread.name ~= "worker" then return false end
    for frame in stack:frames() do shown[#shown + 1] = frame.name .. ":" .. (frame.line or "?") end
    return true
  end })
  equal(#thread, #shown)
  for frame in thread:frames() do
    equal(frame.name .. ":" .. (frame.line or "?"), shown[frame.level + 1])
  end
end)

test("a stack says what it is", function()
  local thread = assert(catch{ match = function(stack)
    return stack:has{ func = "inner" } and not stack:has{ func = "inner", line = 1 } and
           stack:has{ file = "parked.py", func = "outer" } and stack.pid == target.pid and
           stack.count == 1 and stack.state == "waiting" and stack.depth == #stack
  end })
  equal(thread[1].name, "inner")
  raises("there is no option 'thread'", function()
    catch{ match = function(stack) return stack:has{ thread = "x" } end }
  end)
end)

test("threads are chosen by name and by id", function()
  equal(assert(catch{ thread = "work*" }).name, "worker")
  equal(assert(catch{ tid = target.pid }).tid, target.pid)
  equal(catch{ tid = target.pid, func = "park", seconds = 0.05 }, nil)
end)

test("what is seen at every look for so long", function()
  local looks = 0
  local thread = assert(catch{ lasting = 0.05, func = "inner", rate = 0.001,
                               match = function() looks = looks + 1 return true end })
  equal(thread.tid, target.pid)
  assert(looks <= 2) -- what it said is remembered, while the thread's name is the same
  local hold, message = process:catch{ lasting = 10, func = "inner", seconds = 0.05 }
  equal(hold, nil)
  equal(message, "no stack matched in time")
end)

test("the dump under the hold tells what the threads did before", function()
  local hold <close>, thread = assert(process:catch{ func = "inner" })
  equal(thread.syscall, "read")
  equal(thread.state, "S")
  for _, other in ipairs(assert(process:threads())) do equal(other.state, "S") end
  assert(hold:has(target.pid))
end)

test("nothing is caught twice", function()
  local hold <close> = assert(process:catch{ func = "inner" })
  local again, message, code = process:catch{ func = "inner" }
  equal(again, nil)
  equal(message, "The process is stopped already.")
  equal(code, "USAGE")
  hold:resume()
  assert(not target.is_traced())
end)

test("an error in match lets go", function()
  raises("on purpose", function() catch{ match = function() error("on purpose") end } end)
  raises("has no 'nope'", function() catch{ match = function(stack) return stack.nope end } end)
  assert(not target.is_traced())
end)

test("a match that takes too long is ended", function()
  raises("match took longer than 50 ms", function()
    catch{ match = function() while true do end end }
  end)
  assert(not target.is_traced())
end)

test("a match may close the process", function()
  raises("closed", function()
    assert(catch{ match = function()
      process:close()
      return true
    end })
  end)
  assert(not target.is_traced())
  process = assert(pyflame.attach(target.pid))
end)

test("what was shown stays what it was", function()
  local kept
  assert(catch{ match = function(stack)
    kept = stack[1]
    return stack.thread.name == "worker"
  end })
  collectgarbage()
  assert(kept.name and tostring(kept):find(" at ", 1, true))
end)

test("slips are refused", function()
  raises("there is no option 'fun'", function() process:catch{ fun = "x" } end)
  raises("there is no option 'record'", function() process:catch{ record = "x" } end)
  raises("match is not a function", function() process:catch{ match = "x" } end)
  raises("lasting is not a number", function() process:catch{ lasting = "x" } end)
  raises("line is not an integer", function() process:catch{ line = 1.5 } end)
  raises("the process is closed", function()
    local other = assert(pyflame.attach(target.pid))
    other:close()
    other:catch{}
  end)
end)

test("a hold that nobody keeps ends", function()
  assert(process:catch{ func = "inner" })
  collectgarbage()
  collectgarbage()
  assert(not target.is_traced())
end)
