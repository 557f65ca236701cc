-- slow-requests: how long requests took, and where their time went.

local pyflame = require "pyflame"
local args = pyflame.script{
  description = "Show how long requests took, and where the time of the longest went.",
  category = "profiling", needs = "process",
  help = [[
A request is a time in which the outermost frame of a thread that matches HANDLER is the same
function, in sample after sample.  So two that follow each other at once are one, and what is
shorter than the time from one sample to the next may be missed.  + is for at least: it began
before, or did not end.]],
  args = { { name = "handler", help = "a pattern for the function's name, such as \"handle_*\"" } },
  options = {
    { name = "seconds", short = "s", type = "number", min = 0, default = 10, help = "for so long" },
    { name = "rate", short = "r", type = "number", min = 0.0001, default = 0.005,
      help = "seconds from one sample to the next" },
    { name = "longest", short = "n", type = "integer", min = 0, default = 5,
      help = "so many of the longest requests" },
    { name = "rows", type = "integer", min = 1, default = 3, help = "so many places of each" },
  },
}
local presence = require "pyflame.lib.presence"
local progress = require "pyflame.lib.progress"
local sampling = require "pyflame.lib.sampling"
local shares = require "pyflame.lib.shares"

local function show(it)
  pyflame.write(("\n%.3f s%s  at %.3f s  thread %s  %s\n"):format(
    it.seconds, it.whole and "" or "+", it.first, it.thread, it.title))
  local places = {}
  for place, count in pairs(it.places) do places[#places + 1] = { place = place, count = count } end
  table.sort(places, function(a, b)
    return a.count > b.count or a.count == b.count and a.place < b.place
  end)
  for i = 1, math.min(args.rows, #places) do
    pyflame.write(("%5s %%  %s\n"):format(shares.percent(places[i].count, it.count),
                                          places[i].place))
  end
end

local samples <close>, message, code = args.process:samples{
  seconds = args.seconds, rate = args.rate, threads = true, progress = progress.show,
}
if not samples then return nil, message, code end
local tracker = presence.tracker(args.handler, args.rate)
for sample in samples do
  if sample.thread then tracker:add(sample) end
end
tracker:finish()
local requests = tracker.done
pyflame.write(("Process %d: %s in %.1f s\n"):format(
  args.pid, sampling.counted(#requests, "request"), samples.stats.elapsed))
if #requests > 0 then pyflame.write("\nRequests        Time        Mean     Longest  Handler\n") end
for _, sum in ipairs(tracker:sums()) do
  pyflame.write(("%8d  %8.3f s  %8.3f s  %8.3f s  %s\n"):format(
    sum.count, sum.seconds, sum.seconds / sum.count, sum.longest, sum.title))
end
table.sort(requests, function(a, b) return a.seconds > b.seconds end)
for i = 1, math.min(args.longest, #requests) do show(requests[i]) end
local good
good, message, code = sampling.conclude(samples)
if not good then return nil, message, code end
