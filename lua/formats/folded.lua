-- folded: a line per stack with its count, as flamegraph.pl reads it; Pyflame's own output.

local folded = {
  name = "folded",
  summary = "a line per stack and its count, for flamegraph.pl",
}

function folded:begin()
  self.counts, self.order = {}, {}
  self.idle, self.failed = 0, 0
end

-- flamegraph.pl takes a number behind a blank at the end of a stack for a count of its own.
local function guarded(text)
  return (text:gsub("%s(%d+%.?%d*)$", "_%1"))
end

-- A thread that has no Python frame is as idle as no thread, though it may hold the GIL.
function folded:tally(row)
  if row.state == "failed" then
    self.failed = self.failed + row.count
  elseif row.stack == 0 then
    self.idle = self.idle + row.count
  else
    local text = guarded(self.text(row))
    if not self.counts[text] then self.order[#self.order + 1] = text end
    self.counts[text] = (self.counts[text] or 0) + row.count
  end
end

function folded:finish()
  local out = self.out
  if self.idle > 0 and self.options.idle ~= false then out:write("(idle) ", self.idle, "\n") end
  if self.failed > 0 then out:write("(failed) ", self.failed, "\n") end
  for _, text in ipairs(self.order) do out:write(text, " ", self.counts[text], "\n") end
end

return folded
