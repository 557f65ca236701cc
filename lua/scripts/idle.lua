-- idle: what each thread of a process waits for.

local pyflame = require "pyflame"
local args = pyflame.script{
  description = "Show what each thread waits for: system calls and frames, by share.",
  category = "threads", needs = "process",
  options = {
    { name = "seconds", short = "s", type = "number", min = 0, default = 5, help = "for so long" },
    { name = "rate", short = "r", type = "number", min = 0.0001, default = 0.01,
      help = "seconds from one sample to the next" },
    { name = "depth", short = "d", type = "integer", min = 1, max = 100, default = 1,
      help = "so many frames, the newest first, tell places apart" },
    { name = "rows", type = "integer", min = 1, default = 10, help = "so many places of a thread" },
    { name = "busy", short = "b", help = "places where it ran, too" },
  },
}
local functions = require "pyflame.lib.functions"
local progress = require "pyflame.lib.progress"
local sampling = require "pyflame.lib.sampling"
local shares = require "pyflame.lib.shares"

local STATES = {
  gil = "runs Python", running = "runs, no GIL", ["gil-wait"] = "waits for GIL", waiting = "sleeps",
  failed = "not read",
}

local function place_of(row)
  local frames = {}
  for i = 1, math.min(args.depth, #row) do frames[i] = pyflame.printable(tostring(row[i])) end
  return #frames > 0 and table.concat(frames, " < ") or "(no Python frame)"
end

-- The counts of a thread by what it did and where: total, waited, and rows, the most first.
local function new_thread(thread)
  return { tid = thread.tid or 0, title = functions.thread_title(thread), total = 0, waited = 0,
           rows = {}, by_text = {} }
end

local function count(it, row)
  local waits = row.state == "waiting" or row.state == "gil-wait"
  it.total = it.total + row.count
  it.waited = it.waited + (waits and row.count or 0)
  if not waits and not args.busy then return end
  local text = ("%-15s  %s"):format(row.state == "waiting" and row.syscall or STATES[row.state],
                                   place_of(row))
  if not it.by_text[text] then
    it.by_text[text] = { text = text, count = 0 }
    table.insert(it.rows, it.by_text[text])
  end
  it.by_text[text].count = it.by_text[text].count + row.count
end

-- The threads of a tally, the one that waited least last.
local function threads_of(tally)
  local threads, by_id = {}, {}
  for row in tally:rows() do
    local id = row.thread and row.thread_id
    if id and not by_id[id] then
      by_id[id] = new_thread(row.thread)
      threads[#threads + 1] = by_id[id]
    end
    if id then count(by_id[id], row) end
  end
  table.sort(threads, function(a, b)
    local left, right = a.waited * b.total, b.waited * a.total
    return left > right or left == right and a.tid < b.tid
  end)
  return threads
end

local function show(it)
  pyflame.write(("\nThread %s: waited for %s %% of %d samples\n"):format(
    it.title, shares.percent(it.waited, it.total), it.total))
  table.sort(it.rows, function(a, b)
    return a.count > b.count or a.count == b.count and a.text < b.text
  end)
  for i = 1, math.min(#it.rows, args.rows) do
    pyflame.write(("%5s %%  %s\n"):format(shares.percent(it.rows[i].count, it.total),
                                          it.rows[i].text))
  end
  if #it.rows > args.rows then
    pyflame.write(("         (%s)\n"):format(sampling.counted(#it.rows - args.rows, "more place")))
  end
end

local samples <close>, message, code = args.process:samples{
  seconds = args.seconds, rate = args.rate, threads = true, progress = progress.show,
}
if not samples then return nil, message, code end
local threads = threads_of(samples:tally{ by_thread = true, by_syscall = true })
pyflame.write(("Process %d: %s in %.1f s\n"):format(
  args.pid, sampling.counted(#threads, "thread"), samples.stats.elapsed))
for _, it in ipairs(threads) do show(it) end
local good
good, message, code = sampling.conclude(samples)
if not good then return nil, message, code end
