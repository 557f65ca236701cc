-- Times in which threads were in one function, sample after sample: requests.

local pyflame = require "pyflame"

local functions = require "pyflame.lib.functions"

local presence = {}

local Tracker = {}
Tracker.__index = Tracker

-- A tracker for samples that come every RATE seconds, of the outermost frame that matches PATTERN.
-- Its .done are arrays of what has ended: title, first and last (times), seconds, thread, count,
-- places (how often each newest frame was there), and whole: both its ends were seen.
function presence.tracker(pattern, rate)
  return setmetatable({ pattern = pattern, rate = rate, titles = {}, running = {}, done = {} },
                      Tracker)
end

-- The title of the function that a sample is in, false without one; kept for each stack.
local function title_of(self, sample)
  local title = self.titles[sample.stack]
  if title ~= nil then return title end
  title = false
  for frame in sample:frames() do
    if functions.matches(frame, self.pattern) then title = functions.title(frame) end
  end
  self.titles[sample.stack] = title
  return title
end

local function finish(self, id, whole)
  local it = self.running[id]
  self.running[id] = nil
  it.seconds, it.whole = it.last - it.first + self.rate, it.whole and whole
  table.insert(self.done, it)
end

-- Counts a sample of a thread.
function Tracker:add(sample)
  local id, title = sample.thread_id, title_of(self, sample)
  self.begun = self.begun or sample.time
  if self.running[id] and self.running[id].title ~= title then finish(self, id, true) end
  if not title then return end
  local it = self.running[id]
  if not it then
    it = { title = title, first = sample.time, places = {}, count = 0,
           whole = sample.time > self.begun, thread = functions.thread_title(sample.thread) }
    self.running[id] = it
  end
  local place = pyflame.printable(tostring(sample[1]))
  it.last, it.count = sample.time, it.count + 1
  it.places[place] = (it.places[place] or 0) + 1
end

-- No more come: what is left has no end.
function Tracker:finish()
  for id in pairs(self.running) do finish(self, id, false) end
end

-- Sums of what is done by title: title, count, seconds, longest; most seconds first.
function Tracker:sums()
  local all, found = {}, {}
  for _, it in ipairs(self.done) do
    local sum = found[it.title] or { title = it.title, count = 0, seconds = 0, longest = 0 }
    if not found[it.title] then all[#all + 1] = sum end
    found[it.title] = sum
    sum.count, sum.seconds = sum.count + 1, sum.seconds + it.seconds
    sum.longest = math.max(sum.longest, it.seconds)
  end
  table.sort(all, function(a, b) return a.seconds > b.seconds end)
  return all
end

return presence
