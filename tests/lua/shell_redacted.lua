-- Names whose values are not shown, wherever values are: of a parked process.
local capture = pyflame.capture

local function prints(expression, text)
  equal(capture("output " .. expression), text)
end

assert(pyflame.execute("set print redact TENANT, key, count"))

test("print shows nothing that goes by such a name", function()
  prints("order.tenant", "<redacted>")
  prints("order.tenant[0]", "<redacted>")
  prints("order.tenant + 'x'", "<redacted>")
  prints("[1, count, -count]", "[1, <redacted>, <redacted>]")
  prints("str(count)", "<redacted>")
  prints("more", "{'key': <redacted>}")
  prints("more['key']", "<redacted>")
  prints("repr(more)", '"{\'key\': <redacted>}"')
  prints("count or 1", "<redacted>")
  prints("/x count", "<redacted>")
  assert(capture("print order"):find("tenant=<redacted>", 1, true))
end)

test("what does not tell the value is told", function()
  prints("len(order.tenant)", "4")
  prints("order.tenant == 'acme'", "True")
  prints("count > 2", "True")
  prints("count and 7", "7")
  prints("table['a']", "1")
  equal(capture("whatis count"), "type = int\n")
end)

test("the history does not tell it either", function()
  assert(capture("print count"):find("= <redacted>\n", 1, true))
  assert(capture("print"):find("= <redacted>\n", 1, true))
  assert(capture("print $ + 1"):find("= <redacted>\n", 1, true))
  assert(capture("print/x $"):find("= <redacted>\n", 1, true))
end)

test("nor do the commands that list values", function()
  local locals = capture("info locals")
  assert(locals:find("text = 'h\u{e9}llo\\n'\n", 1, true), locals)
  local arguments = capture("info args")
  assert(arguments:find("tenant=<redacted>", 1, true), arguments)
  assert(arguments:find("\ncount = <redacted>\n", 1, true), arguments)
  assert(capture("bt full 1"):find("count = <redacted>\n", 1, true))
  assert(capture("heap -type Order"):find("tenant=<redacted>", 1, true))
  assert(capture("display count"):find("= <redacted>\n", 1, true))
  assert(pyflame.execute("undisplay 1"))
end)

test("a key is known however little of it is printed", function()
  assert(pyflame.execute("set print max-string 1"))
  prints("more", "{'k'...: <redacted>}")
  assert(pyflame.execute("set print max-string 200"))
end)

test("values of Lua's are not told it", function()
  local frame = pyflame.frame()
  local order = frame:eval("order")
  equal(order.tenant.repr, "<redacted>")
  equal(order.tenant:tolua(), "<redacted>")
  equal(order.tenant.type, "str")
  equal(#order.tenant, 4)
  equal(order:attribute("tenant"):item(0).repr, "<redacted>")
  equal(order.queue.name:tolua(), "jobs")
  equal(frame:eval("more"):tolua().key, "<redacted>")
  equal(frame:eval("more").key:format(), "<redacted>")
  equal(frame:eval("more"):item("key").repr, "<redacted>")
  equal(frame:eval("order.__class__").__name__:tolua(), "Order")
  for key, value in frame:eval("more"):items() do
    equal(key, "key")
    equal(value.repr, "<redacted>")
  end
  for name, value in order:attributes() do
    equal(value.repr == "<redacted>", name == "tenant")
  end
  for _, variable in ipairs(frame:locals()) do
    local redacted = variable.name == "count"
    equal(variable.text == "<redacted>", redacted)
    equal(variable.value ~= nil and variable.value.repr == "<redacted>", redacted)
  end
  equal(frame:eval("$x + 1", { x = frame:eval("count") }).repr, "<redacted>")
  local found = frame:inspect("count")
  equal(found.text, "<redacted>")
  equal(found.plain, nil)
  equal(found.redacted, true)
end)

test("what is in a secret is one", function()
  assert(pyflame.execute("set print redact table"))
  local secret = pyflame.frame():eval("table")
  for key, value in secret:items() do
    equal(key, "<redacted>")
    equal(value.repr, "<redacted>")
  end
  prints("table['b'][0]", "<redacted>")
  equal(secret["b"][0].repr, "<redacted>")
end)

test("without words all is shown", function()
  assert(pyflame.execute("set print redact"))
  prints("count", "3")
  prints("order.tenant", "'acme'")
  equal(pyflame.frame():inspect("count").plain, 3)
end)

assert(pyflame.execute("set print redact password secret token api_key authorization"))
