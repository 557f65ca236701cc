-- Walkers, and what can be chained behind them.

local function list(sequence) return table.concat(sequence:list(), " ") end

local people = pyflame.sequence{
  { name = "b", age = 1 }, { name = "a", age = 2 }, { name = "b", age = 3 },
}

local function printed(sequence)
  pyflame.command{ name = "print-it", run = function() sequence:print() end }
  return pyflame.capture("print-it")
end

test("threads and frames are walked", function()
  equal(list(pyflame.threads():map("name"):sort()), "MainThread worker")
  equal(list(pyflame.frames():map("name")), "inner outer <module>")
  local worker = pyflame.threads():where("name == 'worker'"):first()
  assert(list(pyflame.frames(worker):map(function(frame) return frame.name end)):find("park run"))
  equal(pyflame.threads():flat("it:frames()"):where("name == 'park'"):count(), 1)
end)

test("all can be chained, with functions or expressions", function()
  equal(list(people:where("age > 1"):map("name .. age")), "a2 b3")
  equal(list(people:where(function(it) return it.age > 1 end):map("name")), "a b")
  equal(list(people:uniq("name"):map("age")), "1 2")
  equal(list(people:sort("name"):map("age")), "2 1 3")
  equal(list(people:sort("age", true):map("age")), "3 2 1")
  equal(list(people:head(2):map("age")), "1 2")
  equal(people:head(0):count(), 0)
  equal(people:count(), 3)
  equal(people:first().age, 1)
  equal(pyflame.sequence{}:first(), nil)
end)

test("counts are sorted", function()
  equal(printed(people:counts("name")), "      2 b\n      1 a\n")
  local row = people:counts("name"):first()
  equal(row.count .. row.key .. row.first.age, "2b1")
end)

test("what has no key is counted and sorted, too", function()
  local some = pyflame.sequence{ {}, { name = "b" }, {}, { name = "a" }, {} }
  local function names(sequence)
    return list(sequence:map(function(it) return it.name or "none" end))
  end
  equal(some:counts("name"):first().count, 3)
  equal(names(some:sort("name")), "a b none none none")
  equal(names(some:sort("name", true)), "b a none none none")
end)

test("nothing is walked before it is asked for, and only as far", function()
  local pulled = 0
  local endless = pyflame.sequence(function()
    pulled = pulled + 1
    return pulled
  end)
  local even = endless:where("it % 2 == 0"):map("it * 10")
  equal(pulled, 0)
  equal(list(even:head(2)), "20 40")
  equal(pulled, 4)
end)

test("a sequence can be walked again, also by for", function()
  local names = people:map("name")
  for _ = 1, 2 do
    local seen = {}
    for name in names do seen[#seen + 1] = name end
    equal(table.concat(seen), "bab")
  end
end)

test("lines are made safe", function()
  equal(printed(pyflame.sequence{ "a\27[2J" }), "a\\x1b[2J\n")
end)

test("equal frames are equal", function()
  local threads = pyflame.threads()
  local frames = threads:list()[1]:frames()()
  local twice = pyflame.sequence{ frames, threads:list()[1]:frames()() }
  equal(twice:uniq():count(), 1)
end)

test("slips are said", function()
  raises("Invalid expression: name ==", function() people:where("name ==") end)
  raises("a function or an expression is wanted", function() people:map(3) end)
  raises("an array or an iterator is wanted", function() pyflame.sequence(3) end)
end)
