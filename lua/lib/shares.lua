-- Shares of samples, and how sure they are.

local shares = {}

shares.NORMAL_95 = 1.96 -- standard deviations on both sides that 95 % lie within

-- Wilson's interval for a share, also right near 0 and 1 and for few samples. WIDTH is in standard
-- deviations, NORMAL_95 without it.
function shares.interval(count, total, width)
  local share, square = count / total, (width or shares.NORMAL_95) ^ 2
  local middle = (share + square / (2 * total)) / (1 + square / total)
  local half = math.sqrt(square) / (1 + square / total)
               * math.sqrt(share * (1 - share) / total + square / (4 * total ^ 2))
  return math.max(0, middle - half), math.min(1, middle + half)
end

-- Newcombe's interval for the second share less the first one, out of Wilson's for both.
function shares.change(count, total, count2, total2, width)
  local share, share2 = count / total, count2 / total2
  local low, high = shares.interval(count, total, width)
  local low2, high2 = shares.interval(count2, total2, width)
  local difference = share2 - share
  return difference - math.sqrt((share2 - low2) ^ 2 + (high - share) ^ 2),
         difference + math.sqrt((high2 - share2) ^ 2 + (share - low) ^ 2)
end

-- Half-widths of intervals that only 0.1, 1 and 5 of 100 cases are outside of.
local LEVELS = { { 3.291, "***" }, { 2.576, "**" }, { shares.NORMAL_95, "*" } }

-- How sure it is that there is a change at all: "" for not, to "***".
function shares.stars(count, total, count2, total2)
  for _, level in ipairs(LEVELS) do
    local low, high = shares.change(count, total, count2, total2, level[1])
    if low > 0 or high < 0 then return level[2] end
  end
  return ""
end

-- "12.5" for an eighth; "0.0" of nothing.
function shares.percent(part, whole)
  return ("%.1f"):format(whole > 0 and 100 * part / whole or 0)
end

return shares
