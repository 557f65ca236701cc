-- Lazy sequences: what walkers give, chosen from, changed, counted, sorted and printed.

local pyflame = require "pyflame"

local Sequence = {}
Sequence.__index = Sequence

-- A sequence of what the iterators that BEGIN makes give; each walk over it calls BEGIN anew.
local function make(begin) return setmetatable({ begin = begin }, Sequence) end

-- The value of SUBJECT's field NAME; nil when it has none.
local function field(subject, name)
  local good, value = pcall(function() return subject[name] end)
  if good then return value end
end

-- The names in an expression: "it", and the fields of what it is about.
local fields = setmetatable({}, {
  __index = function(_, name)
    if name == "__dollar" then return nil end -- the expression's own
    return function(subject)
      if name == "it" then return subject end
      local value = field(subject, name)
      if value == nil then return _G[name] end
      return value
    end
  end,
})

-- A function, or an expression such as "name == 'leaf'" as one.
local function callable(f, what)
  if type(f) == "function" then return f end
  if type(f) ~= "string" then
    error(("%s: a function or an expression is wanted"):format(what), 3)
  end
  local compiled, message = require("pyflame.lib.expression").compile(f, fields)
  if not compiled then error(message, 3) end
  return compiled
end

local function same(value) return value end

-- What makes values equal: objects of a dump are new ones each time that they are asked for.
local function identity(value)
  return type(value) == "userdata" and tostring(value) or value
end

-- for value in sequence do
function Sequence:__call(_, last)
  if last == nil then self.walk = self.begin() end
  return self.walk()
end

function Sequence:each() return self.begin() end

-- Those that F is true for.
function Sequence:where(f)
  f = callable(f, "where")
  return make(function()
    local walk = self.begin()
    return function()
      local value
      repeat value = walk() until value == nil or f(value)
      return value
    end
  end)
end

-- What F makes of each; those that it makes nil of are left out.
function Sequence:map(f)
  f = callable(f, "map")
  return make(function()
    local walk = self.begin()
    return function()
      local value = walk()
      while value ~= nil do
        local mapped = f(value)
        if mapped ~= nil then return mapped end
        value = walk()
      end
    end
  end)
end

-- What each has of its own, one after the other: F gives an iterator, a sequence or an array.
function Sequence:flat(f)
  f = callable(f or same, "flat")
  return make(function()
    local walk, inner = self.begin(), nil
    return function()
      while true do
        local value = inner and inner()
        if value ~= nil then return value end
        local outer = walk()
        if outer == nil then return nil end
        inner = f(outer)
        if getmetatable(inner) == Sequence then inner = inner.begin()
        elseif type(inner) == "table" then inner = Sequence.of(inner).begin() end
      end
    end
  end)
end

-- The first of those with equal keys.
function Sequence:uniq(key)
  key = callable(key or identity, "uniq")
  return make(function()
    local walk, seen = self.begin(), {}
    return function()
      for value in walk do
        local k = key(value)
        if k == nil or not seen[k] then
          if k ~= nil then seen[k] = true end
          return value
        end
      end
    end
  end)
end

-- At most COUNT of them.
function Sequence:head(count)
  return make(function()
    local walk, left = self.begin(), count or 10
    return function()
      left = left - 1
      if left >= 0 then return walk() end
    end
  end)
end

-- All of them, as an array.
function Sequence:list()
  local values = {}
  for value in self.begin() do values[#values + 1] = value end
  return values
end

-- Sorted by what KEY makes of each, equal ones in their order; with DESCENDING the other way.
function Sequence:sort(key, descending)
  key = callable(key or same, "sort")
  return make(function()
    local rows = {}
    for value in self.begin() do rows[#rows + 1] = { value, key(value), #rows } end
    table.sort(rows, function(a, b)
      if a[2] == b[2] then return a[3] < b[3] end
      if a[2] == nil or b[2] == nil then return b[2] == nil end -- what has none comes last
      if descending then a, b = b, a end
      return a[2] < b[2]
    end)
    local at = 0
    return function()
      at = at + 1
      return rows[at] and rows[at][1]
    end
  end)
end

local Count = {}
Count.__index = Count

function Count:__tostring() return ("%7d %s"):format(self.count, self.key) end

-- How often each KEY occurs, the most frequent first: count, key, and first, the first that had it.
function Sequence:counts(key)
  key = callable(key or identity, "counts")
  return make(function()
    local rows, found = {}, {}
    for value in self.begin() do
      local k = key(value)
      local slot = k == nil and found or k -- nil is no index
      local row = found[slot]
      if not row then
        row = setmetatable({ count = 0, key = k, first = value }, Count)
        rows[#rows + 1], found[slot] = row, row
      end
      row.count = row.count + 1
    end
    return Sequence.of(rows):sort("count", true).begin()
  end)
end

-- How many there are.
function Sequence:count()
  local count = 0
  for _ in self.begin() do count = count + 1 end
  return count
end

-- The first one; nil when there is none.
function Sequence:first() return (self.begin()()) end

-- A line for each, made safe for a terminal.
function Sequence:print()
  for value in self.begin() do print(pyflame.printable(tostring(value))) end
end

-- The sequence of an array's values.
function Sequence.of(array)
  return make(function()
    local at = 0
    return function()
      at = at + 1
      return array[at]
    end
  end)
end

-- pyflame.threads() has the array, or nil, message, code.
function Sequence.of_threads(array, ...)
  if not array then return nil, ... end
  return Sequence.of(array)
end

-- pyflame.frames([thread]): those of a thread, usually of the selected one.
function Sequence.of_frames(thread)
  if thread == nil then
    local message, code
    thread, message, code = pyflame.thread()
    if not thread then return nil, message, code end
  end
  return make(function() return thread:frames() end)
end

-- pyflame.sequence(source): of an array, or of what an iterator gives, once.
function Sequence.from(source)
  if getmetatable(source) == Sequence then return source end
  if type(source) == "table" then return Sequence.of(source) end
  if type(source) == "function" then return make(function() return source end) end
  error("sequence: an array or an iterator is wanted", 3)
end

return Sequence
