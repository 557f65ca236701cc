-- report: which functions took how much time, as a table.

local pyflame = require "pyflame"

local report = {
  name = "report",
  summary = "a table of functions, with the share of time of each",
}

local ROWS = 20
local NORMAL_95 = 1.96 -- standard deviations on both sides that 95 % lie within

-- Wilson's interval for a share: also right near 0 and 1, and for few samples.
local function interval(count, total)
  local share, square = count / total, NORMAL_95 ^ 2
  local middle = (share + square / (2 * total)) / (1 + square / total)
  local half = NORMAL_95 / (1 + square / total)
               * math.sqrt(share * (1 - share) / total + square / (4 * total ^ 2))
  return math.max(0, middle - half), math.min(1, middle + half)
end

local function cell(count, total)
  local low, high = interval(count, total)
  return ("%5.1f %% %6s"):format(100 * count / total,
                                 ("%.0f-%.0f"):format(100 * low, 100 * high))
end

local function sum(tally, states)
  local count = 0
  for row in tally:rows() do
    if states[row.state] then count = count + row.count end
  end
  return count
end

local function heading(tally, samples, idle)
  local stats = samples.stats
  local lost = stats.late + stats.torn + stats.failed
  local info = samples.info
  local who = info.pid and " of process " .. info.pid or ""
  if info.children then who = who .. " and its descendants" end
  return ("%d samples in %.1f s%s, %d idle, %d lost (%s)\n"):format(
    tally.total, stats.elapsed, who, idle, lost, info.mode)
end

function report:total(tally, samples)
  local out = self.out
  local idle = sum(tally, { idle = true })
  local total = tally.total - idle - sum(tally, { failed = true })
  out:write(heading(tally, samples, idle))
  if total == 0 then return out:write("No Python frame was sampled.\n") end
  out:write("\n       Self  95 %        Total  95 %  Samples  Function\n")
  local functions = tally:functions()
  local rows = math.min(#functions, self.options.rows or ROWS)
  for i = 1, rows do
    local it = functions[i]
    out:write(("%s  %s %8d  %s\n"):format(cell(it.self, total), cell(it.total, total), it.self,
              pyflame.printable((it.qualname or it.name) .. " (" .. it.file .. ")")))
  end
  if #functions > rows then out:write(("(%d more functions)\n"):format(#functions - rows)) end
end

return report
