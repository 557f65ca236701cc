-- The word that was meant, when one is near enough.

-- How many letters must change, come, go or change places with the next to get from A to B.
local function distance(a, b)
  local before, row = nil, {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local new = { [0] = i }
    for j = 1, #b do
      local x, y = a:byte(i), b:byte(j)
      new[j] = math.min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (x == y and 0 or 1))
      if i > 1 and j > 1 and x == b:byte(j - 1) and a:byte(i - 1) == y then
        new[j] = math.min(new[j], before[j - 2] + 1)
      end
    end
    before, row = row, new
  end
  return row[#b]
end

-- The one of WORDS that is nearest to WORD: two slips away at most, and one of each three letters.
-- nil when none is so near.
return function(word, words)
  local best, least = nil, 3
  for _, candidate in ipairs(#word <= 64 and words or {}) do
    local slips = distance(word, candidate)
    if slips < least and slips * 3 <= #candidate then best, least = candidate, slips end
  end
  return best
end
