-- What sampling shows of itself on a terminal: one line that is redrawn.

local pyflame = require "pyflame"

local progress = {}

local function microseconds(seconds)
  return ("%.0f µs"):format(seconds * 1e6)
end

local function line(stats)
  local rate = stats.elapsed > 0 and stats.taken / stats.elapsed or 0
  local pause = stats.taken > 0 and stats.pause / stats.taken or 0
  return ("%.1f s  %d samples  %.0f/s  lost %d  pause %s, at most %s"):format(
    stats.elapsed, stats.taken, rate, stats.late + stats.torn + stats.failed,
    microseconds(pause), microseconds(stats.longest_pause))
end

-- For the option progress of process:samples{}.
function progress.show(samples)
  if pyflame.status_line then
    pyflame.status_line(samples.ended and "" or line(samples.stats))
  end
end

-- A sentence about descendants that were left out; nil when there are none.
function progress.refusal(samples)
  local refused = samples.stats.refused
  if refused == 0 then return nil end
  local why = samples:refusal()
  return ("%d %s of the descendants could not be read%s"):format(
    refused, refused == 1 and "process" or "processes", why and "; the first: " .. why or "")
end

-- A sentence about samples for which "where" is not known; nil when there are none, and when it
-- only is not for all stacks.
function progress.doubt(samples)
  local stats, why = samples.stats, samples:doubt()
  if stats.undecided > 0 then
    return ("%d %s left out in which \"where\" could not be evaluated; the first: %s"):format(
      stats.undecided, stats.undecided == 1 and "sample was" or "samples were", why)
  end
  if why and #samples == 0 and stats.unmatched == 0 then
    return ("no stack had a frame with the names of \"where\": %s"):format(why)
  end
end

-- What whoever looks at the samples should know of them: sentences.
function progress.cautions(samples)
  local stats, info = samples.stats, samples.info
  local cautions = { progress.refusal(samples) }
  cautions[#cautions + 1] = progress.doubt(samples)
  if info.mode == "nonstop" then
    cautions[#cautions + 1] =
      ("nonstop: %d of %d samples were torn; short calls are under-represented"):format(
        stats.torn, stats.taken + stats.torn)
  end
  return cautions
end

return progress
