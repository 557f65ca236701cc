-- Commands for values, of a parked process: print and its neighbours.
local capture = pyflame.capture

local function fails(command, words)
  local text, message = capture(command)
  if text then error(command .. " does not fail: " .. text, 2) end
  if not message:find(words, 1, true) then error(("%q lacks %q"):format(message, words), 2) end
end

test("values are printed, and numbered", function()
  equal(capture("print count"), "$1 = 3\n")
  equal(capture("p order.tenant"), "$2 = 'acme'\n")
  equal(capture("p $2 == order.tenant"), "$3 = True\n")
  equal(capture("p $1 + 1"), "$4 = 4\n")
  equal(capture("p/x large"), "$5 = 0x10000000000000000000000000\n")
  equal(capture("output rest"), "(4, 5)")
  fails("print nothing", "name 'nothing' is not defined")
  fails("print order.queue.size", "would have to be executed")
end)

test("an object of the history is looked at again", function()
  assert(capture("print order"):find("^%$6 = <__main__.Order object at 0x"))
  equal(capture("print $6.queue.name"), "$7 = 'jobs'\n")
end)

test("locals are those of the selected frame", function()
  assert(capture("info locals"):find("^table = {'a': 1, "))
  assert(capture("info locals"):find("\nunbound = <unbound>\n", 1, true))
  equal(capture("info args c*"), "count = 3\n")
  equal(pyflame.session().chosen, false)
  assert(pyflame.execute("up"))
  equal(pyflame.session().chosen, true)
  equal(capture("info locals"), "No locals.\n")
  fails("print count", "name 'count' is not defined")
  assert(pyflame.execute("down"))
end)

test("classes are described", function()
  equal(capture("whatis order.queue"), "type = __main__.Queue\n")
  local text = capture("ptype order.queue")
  assert(text:find("^type = class __main__.Queue%(object%) {\n"), text)
  assert(text:find("    maxsize: int = 10\n", 1, true))
  assert(text:find("    size: property\n", 1, true))
end)

test("expressions are completed out of living objects", function()
  local text = capture("complete print order.queue.")
  for _, name in ipairs{ "items", "maxsize", "name", "size" } do
    assert(text:find("print order.queue." .. name .. "\n", 1, true), text)
  end
  equal(capture("complete print order.te"), "print order.tenant\n")
end)

test("an object at an address is printed, and who refers to it is listed", function()
  local text = capture("print/x id(order.queue)")
  local at = text:match("0x%x+")
  assert(capture("print (*" .. at .. ").maxsize"):find(" = 10\n", 1, true))
  fails("print *8", "there is no object at that address")
  fails("print *order", "bad operand type for unary *: 'Order'")
  for _, object in ipairs{ at, "order.queue", "id(order.queue)", "table[3][0].queue",
                           "-n 1 table['b'] and order.queue", "order.queue -n 1" } do
    local list = assert(capture("referrers " .. object))
    assert(list:find("^0x%x+  __main__.Order "), object .. ": " .. list)
  end
  assert(capture("x/2xg order.queue"):find("^" .. at .. ":\t0x"))
  fails("x order.none", "No symbol \"order.none\"")
  fails("referrers $", "No object has this value: $")
  fails("referrers len(rest)", "No object has this value: len(rest)")
  fails("referrers nothing", "name 'nothing' is not defined")
  assert(capture("complete referrers order.q"):find("referrers order.queue\n", 1, true))
end)

test("long values are laid out", function()
  local layout = require("pyflame.lib.pretty").layout
  equal(layout("[1, 2]", 6), "[1, 2]")
  equal(layout("[1, 2, 3, 44]", 9), "[\n  1, 2,\n  3, 44\n]")
  equal(layout("{'a': [1], 'b': {}}", 12), "{\n  'a': [1],\n  'b': {}\n}")
  equal(layout("f(x=')', y=<a, (b)>, z=(1,))", 12),
        "f(\n  x=')',\n  y=<a, (b)>,\n  z=(1,)\n)")
  equal(layout("<a.B object at 0x1> {s='it\\'s [', n=1}", 12),
        "<a.B object at 0x1> {\n  s='it\\'s [',\n  n=1\n}")
  equal(layout("[1, 2, 3...]", 8), "[\n  1, 2,\n  3...\n]")
  for _, text in ipairs{ "[1, 2, (3, 4]", "1)", "a > b, c, d, e", "'[1, 2, 3, 4", "[[[[" } do
    equal(layout(text, 4), text)
  end
  local deep = ("["):rep(5000) .. ("]"):rep(5000)
  equal(layout(deep, 80):gsub("[ \n]", ""), deep)
  assert(capture("set print pretty on"))
  equal(capture("with width 40 -- print table"):gsub("0x%x+", "ADDRESS"):gsub("^%$%d+ = ", ""), [[
{
  'a': 1,
  'b': [1.5, None, True],
  3: (
    <__main__.Order object at ADDRESS> {
      queue=<__main__.Queue object at ADDRESS> {
        name='jobs',
        items=[...]
      },
      tenant='acme'
    },
  )
}
]])
  assert(capture("set print pretty off"))
end)

test("displays are shown at each stop", function()
  equal(capture("display count"), "1: count = 3\n")
  assert(capture("stop"))
  assert(pyflame.execute("continue"))
  assert(capture("undisplay 1"))
  fails("undisplay 1", "No display number 1.")
end)

test("a script's pretty-printer prints its type", function()
  pyflame.printer{ type = "__main__.Order", to_string = function(value)
    return "order of " .. value.tenant:tolua()
  end }
  assert(capture("print order"):find("= order of acme\n", 1, true))
  assert(capture("info args order"):find("order = order of acme\n", 1, true))
  assert(pyflame.execute("disable pretty-printer __main__.Order"))
  assert(capture("print order"):find("= <__main__.Order", 1, true))
end)

test("a printer's children have an end, and its hint says how they look", function()
  local function endless() return function() return "k", 1 end end
  for hint, text in pairs{ array = "{1, 1...}", map = "{[k] = 1, [k] = 1...}",
                           none = "{k = 1, k = 1...}" } do
    pyflame.printer{ name = "endless-" .. hint, type = "__main__.Order", children = endless,
                     hint = hint }
    assert(capture("with print elements 2 -- print order"):find("= " .. text .. "\n", 1, true))
    assert(pyflame.execute("disable pretty-printer endless-" .. hint))
  end
  pyflame.printer{ name = "said", type = "__main__.Order", hint = "string",
                   to_string = function() return 'a"b' end }
  assert(capture("print order"):find('= "a\\"b"\n', 1, true))
  assert(pyflame.execute("disable pretty-printer said"))
  pyflame.printer{ name = "silent", type = "__main__.Order", to_string = function() end }
  assert(capture("print order"):find("= <__main__.Order", 1, true))
  assert(pyflame.execute("disable pretty-printer silent"))
  raises("malformed pattern", function()
    pyflame.printer{ name = "x", pattern = "[", to_string = tostring }
  end)
end)

test("what does not change is watched in vain", function()
  fails("watch -s 0.02 count", "the value did not change in time")
  fails("watch nothing", "name 'nothing' is not defined")
  equal(pyflame.session().stopped, false)
end)

test("a stack is waited for by a value", function()
  local text = capture("catch stack inner if order.tenant == 'acme' and count > 2")
  assert(text and text:find("#0  inner at ", 1, true), text)
  equal(pyflame.session().stopped, true)
  assert(capture("continue"))
  text = capture('until func == "inner" if len(rest) == 2')
  assert(text and text:find("#0  inner at ", 1, true), text)
  assert(capture("continue"))
  fails("catch stack inner -s 0.01 if count > 3", "no stack matched in time")
  fails("catch stack inner -s 0.01 if unbound", "no stack matched in time")
  fails("catch stack inner if nothing", "Error in testing condition: name 'nothing'")
  equal(capture("catch stack outer if order"), nil)
  equal(pyflame.session().stopped, false)
end)
