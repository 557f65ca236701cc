-- top: which functions run, or what the threads do, shown anew every second.

local pyflame = require "pyflame"
local args = pyflame.script{
  description = "Show which functions run, again and again.",
  category = "profiling", needs = "process",
  help = "On a terminal it is drawn in place; q ends it, s sorts by the other share.",
  options = {
    { name = "sort", short = "s", choices = { "self", "total" }, default = "self",
      help = "by the time in a function itself, or with what it calls" },
    { name = "threads", short = "t", help = "a row for each thread instead" },
    { name = "window", short = "w", type = "number", min = 0.1, max = 600, default = 5,
      help = "seconds that are looked back; 100 looks at most" },
    { name = "delay", short = "d", type = "number", min = 0.1, max = 60, default = 1,
      help = "seconds from one look to the next" },
    { name = "rate", short = "r", type = "number", min = 0.0001, default = 0.01,
      help = "seconds from one sample to the next" },
    { name = "times", short = "n", type = "integer", min = 1, help = "so many times, then leave" },
    { name = "rows", type = "integer", min = 1, help = "so many rows; as many as fit, or 20" },
  },
}
local fit = require "pyflame.lib.fit"
local functions = require "pyflame.lib.functions"
local live = require "pyflame.lib.live"
local shares = require "pyflame.lib.shares"

local HEAD, SLICES = 3, 100 -- lines above the rows; looks that are remembered at most
local slices, times = {}, 0

-- Forgets what is older than the window.
local function remember(tally)
  slices[#slices + 1] = tally
  while #slices > math.min(SLICES, math.max(1, args.window / args.delay)) do
    table.remove(slices, 1)
  end
end

-- How many samples there are, and a line about them.
local function heading(samples)
  local total, ran, stats = 0, 0, samples.stats
  for _, tally in ipairs(slices) do
    for row in tally:rows() do
      total = total + row.count
      ran = ran + (row.state == "gil" and row.count or 0)
    end
  end
  local what = args.threads and "" or ("  %s %% Python"):format(shares.percent(ran, total))
  local lost = stats.late + stats.torn + stats.failed
  return total, ("process %d%s  last %.3g s  %d samples so far, %d lost, pause at most %.0f µs")
    :format(args.pid, what, #slices * args.delay, stats.taken, lost, 1e6 * stats.longest_pause)
end

local function function_lines(lines, total)
  lines[3] = "   Self   Total  Function"
  local all = functions.merge(slices)
  functions.sort(all, args.sort)
  for i, it in ipairs(all) do
    lines[HEAD + i] = ("%5s %% %5s %%  %s"):format(
      shares.percent(it.self, total), shares.percent(it.total, total), functions.title(it))
  end
end

local function thread_lines(lines)
  local threads, width = functions.threads(slices), #"Thread"
  for _, it in ipairs(threads) do width = math.max(width, fit.width(it.title)) end
  table.sort(threads, function(a, b) return a.gil > b.gil or a.gil == b.gil and a.tid < b.tid end)
  lines[3] = "  Python   Waits  Thread" .. (" "):rep(width - #"Thread") .. "  Mostly in"
  for i, it in ipairs(threads) do
    lines[HEAD + i] = (" %5s %% %5s %%  %s%s  %s"):format(
      shares.percent(it.gil, it.total), shares.percent(it.waiting, it.total), it.title,
      (" "):rep(width - fit.width(it.title)), it.place)
  end
end

local function show(tally, samples)
  remember(tally)
  local total, title = heading(samples)
  local lines = { title, "" }
  if args.threads then thread_lines(lines) else function_lines(lines, total) end
  local rows = live.rows()
  live.show(table.move(lines, 1, HEAD + (args.rows or rows and rows - HEAD - 1 or 20), 1, {}))
  times = times + 1
  local keys = live.keys()
  if keys:find("s") then args.sort = args.sort == "self" and "total" or "self" end
  return not keys:find("q") and times ~= args.times
end

local good, message, code = live.each(args.process, {
  rate = args.rate, threads = args.threads,
}, args.delay, show)
if not good and code == "GONE" and times > 0 then
  warn(message)
elseif not good then
  return nil, message, code
end
