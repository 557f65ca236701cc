-- report: which functions took how much time, as a table.

local pyflame = require "pyflame"

local fit = require "pyflame.lib.fit"
local shares = require "pyflame.lib.shares"

local report = {
  name = "report",
  summary = "a table of functions, with the share of time of each",
}

local ROWS = 20

local function cell(count, total)
  local low, high = shares.interval(count, total)
  return ("%5.1f %% %6s"):format(100 * count / total,
                                 ("%.0f-%.0f"):format(100 * low, 100 * high))
end

-- How many samples there are of each of what the heading tells apart.
local function count_kinds(tally)
  local counts = { gil = 0, other = 0, idle = 0, failed = 0 }
  for row in tally:rows() do
    local kind = counts[row.state] and row.state or "other"
    counts[kind] = counts[kind] + row.count
  end
  return counts
end

local function percent(part, whole)
  return whole > 0 and (" (%.1f %%)"):format(100 * part / whole) or ""
end

local function heading(total, counts, samples)
  local stats, info = samples.stats, samples.info
  local who = info.pid and " of process " .. info.pid or ""
  if info.children then who = who .. " and its descendants" end
  local waited = info.threads and (", %d waited or ran C"):format(counts.other) or ""
  local ran = counts.gil + (info.threads and 0 or counts.other)
  return ("%d samples in %.1f s%s: %d ran Python%s%s, %d idle, %d lost (%s)\n"):format(
    total, stats.elapsed, who, ran, percent(ran, total), waited, counts.idle,
    stats.late + stats.torn + stats.failed, info.mode)
end

-- Where to look when no thread ran Python code.
local function advice(info, recorded)
  local ways = {}
  if not info.threads then ways[1] = "\"%s -threads\" shows where threads wait" end
  if not info.children then ways[#ways + 1] = "\"%s -children\" what child processes do" end
  if #ways == 0 then return "" end
  local command = recorded and "record" or "report"
  return "  " .. table.concat(ways, ", "):gsub("%%s", command) .. "."
end

local function nothing(total, counts, samples, recorded)
  if counts.idle > 0 and counts.idle == total then
    return "No thread ran Python code." .. advice(samples.info, recorded) .. "\n"
  end
  return "No Python frame was sampled.\n"
end

local function title(it, columns)
  local file = pyflame.printable(it.file)
  local text = pyflame.printable(it.qualname or it.name) .. " (" .. file .. ")"
  return columns and fit.path(text, file, columns) or text
end

-- The rows of the functions that come first in the table.
local function table_rows(self, functions, count, total)
  for i = 1, count do
    local it = functions[i]
    local line = ("%s  %s %8d  "):format(cell(it.self, total), cell(it.total, total), it.self)
    self.out:write(line, title(it, self.columns and self.columns - #line), "\n")
  end
end

function report:total(tally, samples)
  local out, counts = self.out, count_kinds(tally)
  local total = counts.gil + counts.other
  out:write(heading(tally.total, counts, samples))
  if total == 0 then
    return out:write(nothing(tally.total, counts, samples, self.options.recorded))
  end
  out:write("\n       Self  95 %        Total  95 %  Samples  Function\n")
  local functions = tally:functions()
  local rows = math.min(#functions, self.options.rows or ROWS)
  table_rows(self, functions, rows, total)
  if #functions > rows then out:write(("(%d more functions)\n"):format(#functions - rows)) end
end

return report
