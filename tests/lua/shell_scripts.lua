-- What scripts share: sampling in slices, shares, presence, names that were meant.
local live = require "pyflame.lib.live"
local nearest = require "pyflame.lib.nearest"
local presence = require "pyflame.lib.presence"
local shares = require "pyflame.lib.shares"

local function near(have, want)
  assert(math.abs(have - want) < 0.0005, ("have %s, want %s"):format(have, want))
end

test("a script in the shell sees each moment anew", function()
  local code = [[
import signal
def one(): signal.pause()
def two(): signal.pause()
signal.signal(signal.SIGUSR1, lambda *_: None)
one()
two()]]
  local child <close> = assert(pyflame.launch{ pyflame.process().executable, "-S", "-c", code })
  local process <close> = assert(child:attach{})
  local function name()
    local thread = assert(process:threads())[1]
    return thread and thread[1] and thread[1].name
  end
  repeat until name() == "one"
  assert(pyflame.execute("attach " .. child.pid))
  local seen = {}
  _G.seen = seen
  _G.await = function()
    child:signal(10)
    repeat until name() == "two"
  end
  local path = os.tmpname()
  local file <close> = assert(io.open(path, "w"))
  file:write("seen[1] = pyflame.frame().name await() seen[2] = pyflame.frame().name\n")
  file:close()
  assert(pyflame.execute("script " .. path))
  os.remove(path)
  equal(seen[1], "one")
  equal(seen[2], "two")
  assert(pyflame.execute("detach"))
  assert(pyflame.execute("inferior 1"))
  child:signal(9)
end)

test("sampling in slices begins anew, and ends when it is told to", function()
  local life, slices, sources, taken = live.LIFE, 0, {}, 0
  live.LIFE = 0.1
  local good = live.each(pyflame.process(), { rate = 0.002 }, 0.04, function(tally, samples)
    slices, taken = slices + 1, taken + tally.total
    sources[samples] = true
    return slices < 8
  end)
  live.LIFE = life
  equal(good, true)
  equal(slices, 8)
  assert(next(sources, next(sources)), "it never began anew")
  assert(taken > 20, taken)
end)

test("sampling in slices ends with the process", function()
  local child <close> = assert(pyflame.launch{ "sh", "-c", "exec \"$0\" -c 'sum(range(9**8))'",
                                               pyflame.process().executable })
  local process <close> = assert(child:attach{})
  local good, message, code = live.each(process, { rate = 0.01 }, 0.05, function() return true end)
  equal(good, nil)
  assert(message:find(tostring(child.pid), 1, true), message)
  equal(code, "GONE")
end)

-- Values of the formulas, worked out by hand: Wilson's 10 of 100, Newcombe's 56 of 70 and 48 of 80.
test("intervals of shares are Wilson's and Newcombe's", function()
  local low, high = shares.interval(10, 100)
  near(low, 0.0552)
  near(high, 0.1744)
  low, high = shares.interval(0, 10)
  near(low, 0)
  near(high, 0.2775)
  low, high = shares.change(48, 80, 56, 70)
  near(low, 0.0524)
  near(high, 0.3339)
end)

test("stars are for changes that there are", function()
  equal(shares.stars(50, 100, 50, 100), "")
  equal(shares.stars(0, 100, 100, 100), "***")
  equal(shares.stars(100, 100, 0, 100), "***")
  equal(shares.stars(50, 100, 65, 100), "*")
  equal(shares.stars(50, 100, 69, 100), "**")
  equal(shares.percent(1, 8), "12.5")
  equal(shares.percent(0, 0), "0.0")
end)

test("a slip still finds a name", function()
  local names = { "diff", "idle", "slow-requests", "top" }
  equal(nearest("idel", names), "idle")
  equal(nearest("tpo", names), "top")
  equal(nearest("slowrequest", names), "slow-requests")
  equal(nearest("nope", names), nil)
  equal(nearest("", names), nil)
  equal(nearest(("x"):rep(100000), names), nil)
end)

-- A sample of thread ID at TIME, whose frames have these names, the newest first.
local function sample(id, time, ...)
  local names, it = { ... }, { thread_id = id, time = time, thread = { tid = id } }
  it.stack = table.concat(names, " ")
  for i, name in ipairs(names) do
    local text = { __tostring = function() return name end }
    it[i] = setmetatable({ name = name, file = "x.py" }, text)
  end
  function it:frames()
    local i = 0
    return function() i = i + 1 return self[i] end
  end
  return it
end

test("presence is from the first sample to the last, of each thread", function()
  local tracker = presence.tracker("handle_*", 0.5)
  tracker:add(sample(1, 0, "a", "handle_x", "main"))
  tracker:add(sample(2, 0, "main"))
  tracker:add(sample(1, 1, "b", "handle_x", "main"))
  tracker:add(sample(2, 1, "handle_in", "handle_y"))
  tracker:add(sample(1, 2, "main"))
  tracker:add(sample(2, 3, "handle_y"))
  tracker:add(sample(2, 4, "main"))
  tracker:add(sample(2, 5, "handle_x"))
  tracker:finish()
  local texts = {}
  for i, it in ipairs(tracker.done) do
    texts[i] = ("%s %s %g+%g %s %d"):format(it.thread, it.title, it.first, it.seconds, it.whole,
                                           it.count)
  end
  equal(table.concat(texts, "; "), "1 handle_x (x.py) 0+1.5 false 2; "
        .. "2 handle_y (x.py) 1+2.5 true 2; 2 handle_x (x.py) 5+0.5 false 1")
  local sums = tracker:sums()
  equal(sums[1].title .. sums[1].count .. " " .. sums[1].seconds, "handle_y (x.py)1 2.5")
  equal(sums[2].title .. sums[2].count .. " " .. sums[2].seconds, "handle_x (x.py)2 2.0")
  equal(tracker.done[1].places.a, 1)
end)
