-- Variables and values of a parked process.
local process = assert(pyflame.attach(target.pid))

local function main_frame()
  for _, thread in ipairs(assert(process:threads())) do
    if thread.name == "MainThread" then return thread[1], thread[2] end
  end
end

local frame = main_frame()

local function by_name(variables)
  local found = {}
  for _, variable in ipairs(variables) do found[variable.name] = variable end
  return found
end

local function summary(variables)
  local parts = {}
  for i, variable in ipairs(variables) do parts[i] = variable.name .. ":" .. variable.kind end
  return table.concat(parts, " ")
end

local ARGUMENTS = "order:argument count:argument rest:varargs more:keywords"

test("a frame has variables, arguments first", function()
  equal(summary(assert(frame:locals())),
        ARGUMENTS .. " table:local large:local text:local unbound:local")
  equal(summary(assert(frame:arguments())), ARGUMENTS)
  local locals = by_name(frame:locals())
  equal(locals.count.type, "int")
  equal(locals.count.text, "3")
  equal(locals.rest.text, "(4, 5)")
  equal(locals.more.text, "{'key': 'v'}")
  equal(locals.large.text, "1267650600228229401496703205376")
  equal(locals.text.text, "'h\u{e9}llo\\n'")
  equal(locals.unbound.value, nil)
  equal(locals.unbound.type, nil)
  equal(locals.unbound.text, nil)
end)

test("globals are found by patterns", function()
  equal(summary(assert(frame:globals("[OQ]*e*"))), "Queue:global Order:global")
  equal(#assert(frame:globals("nothing*")), 0)
  assert(#frame:globals() > 6)
end)

test("limits are obeyed", function()
  equal(by_name(frame:locals{ elements = 1 }).rest.text, "(4...)")
  equal(by_name(frame:locals{ max_string = 2 }).text.text, "'h\u{e9}'...")
  equal(by_name(frame:locals()).rest.value:format{ elements = 1 }, "(4...)")
  raises("elements is not an integer", function() frame:locals{ elements = -1 } end)
  raises("depth is not an integer", function() frame:locals{ depth = "many" } end)
end)

test("a value has attributes and items", function()
  local locals = by_name(frame:locals())
  local order = locals.order.value
  equal(order.type, "__main__.Order")
  equal(tostring(order.tenant), "'acme'")
  equal(order.queue.name.repr, "'jobs'")
  equal(order.queue.maxsize.repr, "10")
  equal(#order.queue:attribute("items"), 3)
  equal(order.queue:attribute("items")[-1].repr, "3")
  equal(locals.rest.value[0].repr, "4")
  equal(order.queue:attribute("__class__").type, "type")
  assert(order.tenant == locals.order.value.tenant and order ~= order.tenant)
  assert(math.type(order.address) == "integer" and order.address ~= 0)
end)

test("what cannot be had says so", function()
  local order = by_name(frame:locals()).order.value
  local none, message, code = order:attribute("nothing")
  equal(none, nil)
  equal(message, "'Order' object has no attribute 'nothing'")
  equal(code, "USAGE")
  raises("'Order' object has no attribute 'nothing'", function() return order.nothing end)
  none, message = order.queue:attribute("size")
  equal(none, nil)
  assert(message:find("would have to be executed", 1, true))
  none, message = by_name(frame:locals()).rest.value:item(2)
  equal(none, nil)
  equal(message, "tuple index out of range")
  raises("tuple index out of range", function() return by_name(frame:locals()).rest.value[-3] end)
  raises("'int' object is not subscriptable", function() return frame:eval("count")[0] end)
  raises("has no len()", function() return #order end)
end)

test("contents are iterated over", function()
  local locals = by_name(frame:locals())
  local seen = {}
  for key, value in locals.table.value:items() do seen[key] = value.repr end
  equal(seen.a, "1")
  equal(seen.b, "[1.5, None, True]")
  assert(seen[3]:find("^%(<__main__.Order object at 0x"))
  seen = {}
  for index, value in locals.rest.value:items() do seen[index] = value.repr end
  equal(seen[0] .. seen[1], "45")
  seen = {}
  for name, value in locals.order.value:attributes() do seen[#seen + 1] = name .. value.type end
  table.sort(seen)
  equal(table.concat(seen, " "), "queue__main__.Queue tenantstr")
end)

test("a value becomes one of Lua's", function()
  local locals = by_name(frame:locals())
  local value, cut = locals.table.value:tolua()
  equal(value.a, 1)
  equal(value.b[1], 1.5)
  equal(value.b[2], nil)
  equal(value.b[3], true)
  equal(value.b.n, 3)
  equal(value[3][1].type, "__main__.Order")
  equal(cut, false)
  equal(locals.text.value:tolua(), "h\u{e9}llo\n")
  equal(locals.text.value:tolua{ max_string = 2 }, "h\u{e9}")
  equal(locals.large.value:tolua().repr, "1267650600228229401496703205376")
  equal(locals.table.value:tolua{ depth = 1 }.b.type, "list")
  value, cut = locals.rest.value:tolua{ elements = 1 }
  equal(value.n, 1)
  equal(cut, true)
end)

test("expressions are evaluated in a frame", function()
  equal(frame:eval("order.tenant").repr, "'acme'")
  equal(frame:eval("len(rest) + count"):tolua(), 5)
  equal(frame:eval("len(rest)").address, nil)
  equal(frame:eval("table['b'][1:]").repr, "[None, True]")
  equal(frame:eval("table['b'][1:]").type, "list")
  equal(frame:eval("(1, (count, 'x'))"):tolua()[2][2], "x")
  local made = frame:eval("(1, (count, 'x'))")
  equal(made[1][0].repr, "3")
  equal(#made, 2)
  local seen = {}
  for index, value in made:items() do seen[index] = value.repr end
  equal(seen[0] .. seen[1], "1(3, 'x')")
  equal(frame:eval("table").b[0].repr, "1.5")
  equal(frame:eval("table"):item("a").repr, "1")
  equal(frame:eval("table"):item(frame:eval("count"))[0].type, "__main__.Order")
  raises("KeyError: 'none'", function() return frame:eval("table").none end)
end)

test("expressions are tested", function()
  equal(frame:test("order.tenant == 'acme' and count > 2"), true)
  equal(frame:test("not rest"), false)
end)

test("expressions know $names", function()
  local order = frame:eval("order")
  equal(frame:eval("$1.tenant", { ["1"] = order }).repr, "'acme'")
  equal(frame:eval("$x + count", { x = 2 }):tolua(), 5)
  equal(frame:test("$x == order.tenant", { x = "acme" }), true)
  equal(frame:eval("$x", { x = "a\0b" }):tolua(), "a\0b")
  equal(frame:eval("$x", { x = frame:eval("(1, ('x',))") }).repr, "(1, ('x',))")
  local none, message, code = frame:eval("$y")
  equal(none, nil)
  equal(message, "$y is void")
  equal(code, "USAGE")
  raises("$x is no number", function() frame:eval("$x", { x = {} }) end)
  equal(frame:eval("$x", { x = "\u{e9}\u{1f600}" }):tolua(), "\u{e9}\u{1f600}")
  for _, bytes in ipairs{ "\xff", "a\xe9", "\xf0\x9f\x98", "\xc0\x80", "\xf8aaaa" } do
    raises("a text that is not valid UTF-8", function() frame:eval("$x", { x = bytes }) end)
  end
end)

test("what is no expression says so", function()
  local none, message, code = frame:eval("count +")
  equal(none, nil)
  equal(message, 'unexpected end at column 8 of "count +"')
  equal(code, "USAGE")
  equal(select(2, frame:eval("count\0 + 1")), "an expression has no NUL characters in it")
  none, message = frame:test("nothing")
  equal(none, nil)
  equal(message, "name 'nothing' is not defined")
end)

test("values end with their process", function()
  local own = assert(pyflame.attach(target.pid))
  local last
  for _, thread in ipairs(assert(own:threads())) do
    if thread.name == "MainThread" then last = thread[1] end
  end
  local value = by_name(last:locals()).count.value
  own:close()
  raises("the process is closed", function() return value.repr end)
  raises("the process is closed", function() last:locals() end)
end)

test("a thread waits for a lock, and nobody holds it", function()
  local tids, waits = {}
  repeat waits = assert(process:locks()) until #waits > 0 -- the worker goes to sleep by itself
  for _, thread in ipairs(assert(process:threads())) do tids[thread.at] = thread.tid end
  for _, wait in ipairs(waits) do
    equal(wait.tid, tids[wait.thread])
    equal(wait.type:match("%.(_?Condition)$") ~= nil, wait.notice)
    equal(wait.place.file:match("[^/]*$"), "parked.py")
    equal(math.type(wait.place.line), "integer")
    equal(wait.owner, nil)
    equal(wait.deadlock, nil)
  end
end)

test("a process without asyncio has no tasks", function()
  local tasks = assert(process:async_tasks{ done = true })
  equal(#tasks, 0)
  equal(tasks.late, false)
  equal(tasks.unread, 0)
  equal(tasks.truncated, nil)
  equal(math.type(tasks.pause_ns), "integer")
  raises("table expected", function() process:async_tasks(1) end)
end)
