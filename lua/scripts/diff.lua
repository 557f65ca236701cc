-- diff: two recordings, and the functions whose share of the time is another one in the second.

local pyflame = require "pyflame"
local args = pyflame.script{
  description = "Compare two recordings: which functions grew, and which shrank.",
  category = "profiling",
  help = [[
Shares are of the samples that are neither idle nor failed.  The interval holds the true change in
95 of 100 cases; *, ** and *** are for changes that are none in less than 5, 1 and 0.1 of 100, if
samples are independent of each other.  Only such ones are shown.]],
  args = {
    { name = "before", help = "a recording, as of the command \"record\"" },
    { name = "after", help = "another one" },
  },
  options = {
    { name = "sort", short = "s", choices = { "self", "total" }, default = "self",
      help = "compare the time in a function itself, or with what it calls" },
    { name = "all", short = "a", help = "changes that may be none, too" },
    { name = "names", help = "a function in another folder is the same" },
    { name = "rows", short = "n", type = "integer", min = 1, default = 20,
      help = "so many rows that grew, and so many that shrank" },
  },
}
local functions = require "pyflame.lib.functions"
local sampling = require "pyflame.lib.sampling"
local shares = require "pyflame.lib.shares"

local function open(path)
  local samples, message, code = pyflame.recording(path, { states = {
    "gil", "running", "gil-wait", "waiting",
  } })
  if not samples then return nil, message, code end
  if samples:reason() then warn(("%s: %s"):format(pyflame.printable(path), samples:reason())) end
  local tally = samples:tally()
  if tally.total == 0 then return nil, path .. " has no sample that is neither idle nor failed" end
  return tally, samples.info
end

local function show(title, rows, before, after)
  if #rows == 0 then return end
  pyflame.write("\n", title, "\n\n  Before    After   Change   95 %\n")
  for i = 1, math.min(#rows, args.rows) do
    local it = rows[i]
    local low, high = shares.change(it.before, before.total, it.after, after.total)
    pyflame.write(("%6s %% %6s %%  %+6.1f   %+.1f to %+.1f %s  %s\n"):format(
      shares.percent(it.before, before.total), shares.percent(it.after, after.total),
      100 * it.change, 100 * low, 100 * high, it.stars, it.title))
  end
  if #rows > args.rows then pyflame.write(("(%d more)\n"):format(#rows - args.rows)) end
end

local before, info, code = open(args.before)
if not before then return nil, info, code end
local after, other, what = open(args.after)
if not after then return nil, other, what end
if info.threads ~= other.threads or info.children ~= other.children then
  warn("only one of them is of all threads, or of descendants: their shares are not alike")
end
local grew, shrank = {}, {}
for _, it in ipairs(functions.compare(before, after, args.sort, args.names)) do
  if it.change ~= 0 and (args.all or it.stars ~= "") then
    table.insert(it.change > 0 and grew or shrank, it)
  end
end
local function by_change(sign)
  return function(a, b)
    if a.change ~= b.change then return sign * a.change > sign * b.change end
    return a.title < b.title
  end
end
table.sort(grew, by_change(1))
table.sort(shrank, by_change(-1))
pyflame.write(("%s in %s, %s in %s\n"):format(
  sampling.counted(before.total, "sample"), pyflame.printable(args.before),
  sampling.counted(after.total, "sample"), pyflame.printable(args.after)))
show("Grew:", grew, before, after)
show("Shrank:", shrank, before, after)
if #grew + #shrank == 0 then pyflame.write("\nNo function has changed for sure.\n") end
