-- Settings: set, show, with, and those that Lua adds.
local function fails(line, want)
  local done, message = pyflame.execute(line)
  equal(done, nil)
  equal(message, want)
end

test("a boolean takes GDB's words", function()
  for word, value in pairs{
    on = true, off = false, ["1"] = true, ["0"] = false, yes = true, no = false,
    enable = true, disable = false, of = false,
  } do
    assert(pyflame.execute("set confirm " .. word))
    equal(pyflame.get("confirm"), value)
  end
  assert(pyflame.execute("set confirm off"))
  assert(pyflame.execute("set confirm"))
  equal(pyflame.get("confirm"), true)
  for _, word in ipairs{ "o", "maybe", "on off", "2" } do
    fails("set confirm " .. word, '"on" or "off" expected.')
  end
  equal(pyflame.capture("show confirm"),
        "Whether to confirm potentially dangerous operations is on.\n")
end)

test("a limit may be none", function()
  assert(pyflame.execute("set listsize 3"))
  equal(pyflame.get("listsize"), 3)
  equal(pyflame.capture("show listsize"),
        "Number of source lines pyflame-shell will list by default is 3.\n")
  for _, word in ipairs{ "unlimited", "unl", "0" } do
    assert(pyflame.set("listsize", 3))
    assert(pyflame.execute("set listsize " .. word))
    equal(pyflame.get("listsize"), nil)
  end
  fails("set listsize", 'Argument required (integer to set it to, or "unlimited").')
  fails("set listsize -1", "integer -1 out of range")
  fails("set listsize 99999999999999999999", "integer 99999999999999999999 out of range")
  fails("set listsize 3x", 'Not an integer: "3x".')
  assert(pyflame.set("listsize", 10))
end)

test("what is no setting is said", function()
  fails("set nonsense 1", 'Undefined set command: "nonsense".  Try "help set".')
  fails("show nonsense", 'Undefined show command: "nonsense".  Try "help show".')
  raises('there is no setting "nonsense"', function() pyflame.get("nonsense") end)
end)

test("with changes a setting for one command, also one that fails", function()
  equal(pyflame.capture("with listsize 4 -- show listsize"),
        "Number of source lines pyflame-shell will list by default is 4.\n")
  equal(pyflame.capture("w listsize unlimited -- lua print(pf.get('listsize'))"), "nil\n")
  fails("with listsize 4 -- nonsense", 'Undefined command: "nonsense".  Try "help".')
  equal(pyflame.get("listsize"), 10)
  fails("with", "Missing arguments.")
  fails("with listsize 4", 'Missing command after "--".  Usage: with SETTING [VALUE] -- COMMAND')
  fails("with nonsense 4 -- bt", 'Undefined set command: "nonsense".  Try "help set".')
end)

test("Lua adds settings of each type, in groups", function()
  pyflame.param{ name = "test depth", type = "uint", default = 2, what = "a depth",
                 sentence = "The depth is %s." }
  pyflame.param{ name = "test kind", type = "enum", values = { "plain", "pretty", "bare" } }
  pyflame.param{ name = "test words", type = "string", default = "a  b" }
  pyflame.param{ name = "test level", type = "int", default = -3 }
  equal(pyflame.get("test depth"), 2)
  equal(pyflame.get("test kind"), "plain")
  equal(pyflame.get("test words"), "a  b")
  equal(pyflame.get("test level"), -3)
  assert(pyflame.execute("set test kind b"))
  equal(pyflame.get("test kind"), "bare")
  fails("set test kind p", 'Ambiguous item: "p".')
  fails("set test kind x", 'Undefined item: "x".')
  fails("set test kind", "Requires an argument. Valid arguments are plain, pretty, bare.")
  fails("set test level", "Argument required (integer to set it to).")
  equal(pyflame.capture("show test"), [[
test depth:  The depth is 2.
test kind:  The value of "test kind" is "bare".
test level:  The value of "test level" is "-3".
test words:  The value of "test words" is "a  b".
]])
  equal(pyflame.capture("with test words x y  -- show test words"),
        'The value of "test words" is "x y".\n')
  equal(pyflame.get("test words"), "a  b")
  assert(pyflame.capture("help set test depth"):find("Set a depth.", 1, true))
  fails("set test nonsense on", 'Undefined set test command: "nonsense on".  Try "help set test".')
end)

test("functions of a setting are told, and can refuse", function()
  local seen = {}
  pyflame.param{
    name = "test told", type = "int", default = 1,
    on_set = function(value)
      if value > 9 then error("not above 9", 0) end
      seen[#seen + 1] = value
    end,
    show = function(value) return "It is " .. value .. "!" end,
  }
  assert(pyflame.set("test told", 5))
  fails("set test told 10", "not above 9")
  equal(table.concat(seen, " "), "5")
  equal(pyflame.capture("show test told"), "It is 5!\n")
end)

test("a setting that is added again keeps its value", function()
  pyflame.param{ name = "test kept", type = "int", default = 1 }
  assert(pyflame.set("test kept", 7))
  pyflame.param{ name = "test kept", type = "int", default = 1, sentence = "Kept: %s." }
  equal(pyflame.capture("show test kept"), "Kept: 7.\n")
  raises('There is a setting "test kept" of another kind.', function()
    pyflame.param{ name = "test kept", type = "bool" }
  end)
end)

test("values are what they were when the setting was added", function()
  local values = { "red" .. 1, "green" .. 2, "blue" .. 3 }
  pyflame.param{ name = "test colour", type = "enum", values = values }
  values[1], values[2], values[3] = nil, nil, nil
  collectgarbage()
  assert(pyflame.set("test colour", "blue3"))
  equal(pyflame.get("test colour"), "blue3")
  pyflame.param{ name = "test colour", type = "enum", values = { "red1" } }
  equal(pyflame.get("test colour"), "red1")
end)

test("values of any length are read within it", function()
  for _, length in ipairs{ -1, 1 << 61, 5 } do
    local values = setmetatable({ "a" }, { __len = function() return length end,
                                           __index = function() return "b" end })
    pyflame.param{ name = "test length", type = "enum", values = values }
    equal(pyflame.capture("complete set test length "), "set test length a\n")
  end
  raises("value 2 is not a string", function()
    pyflame.param{ name = "x", type = "enum", values = { "a", 1 } }
  end)
end)

test("a setting whose default cannot be is none", function()
  raises('Not an integer: "x".', function()
    pyflame.param{ name = "test refused", type = "int", default = "x" }
  end)
  raises('there is no setting "test refused"', function() pyflame.get("test refused") end)
  pyflame.param{ name = "test refused", type = "int", default = 4 }
  equal(pyflame.get("test refused"), 4)
end)

test("a setting may be added anew while it is used", function()
  local function declare() pyflame.param{ name = "test anew", type = "string", default = "a" } end
  declare()
  pyflame.command{ name = "test-anew", run = declare }
  assert(pyflame.execute("with test anew b -- test-anew"))
  equal(pyflame.get("test anew"), "a")
  pyflame.param{ name = "test again", type = "string", on_set = function(value)
    pyflame.param{ name = "test again", type = "string" }
    if value == "bad" then error("no", 0) end
  end }
  assert(pyflame.execute("set test again good"))
  pyflame.param{ name = "test again", type = "string", on_set = function()
    pyflame.param{ name = "test again", type = "string" }
    error("no", 0)
  end }
  fails("set test again bad", "no")
end)

test("a wrong description is refused", function()
  raises("words of a-z", function() pyflame.param{ name = "No", type = "int" } end)
  raises('there is no type "thing"', function() pyflame.param{ name = "x", type = "thing" } end)
  raises("values is not an array", function() pyflame.param{ name = "x", type = "enum" } end)
  raises("on_set is not a function", function()
    pyflame.param{ name = "x", type = "int", on_set = 1 }
  end)
end)
