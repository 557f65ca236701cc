-- folded: a line per stack with its count, as flamegraph.pl reads it; Pyflame's own output.

local pyflame = require "pyflame"

local folded = {
  name = "folded",
  summary = "a line per stack and its count, for flamegraph.pl",
}

function folded:begin()
  self.counts, self.order = {}, {}
  self.idle, self.failed = {}, {} -- as the others: counts by text, and texts in order
end

-- flamegraph.pl takes a number behind a blank at the end of a stack for a count of its own.
local function guarded(text)
  return (text:gsub("%s(%d+%.?%d*)$", "_%1"))
end

-- What is no stack, of all processes together or of one.
local function count_none(self, none, name, row)
  local text = self.processes and ("process %d;%s"):format(row.pid, name) or name
  if not none[text] then none[#none + 1] = text end
  none[text] = (none[text] or 0) + row.count
end

-- A thread that has no Python frame is as idle as no thread, though it may hold the GIL.
function folded:tally(row)
  if row.state == "failed" then
    count_none(self, self.failed, "(failed)", row)
  elseif row.stack == 0 then
    count_none(self, self.idle, "(idle)", row)
  else
    local text = guarded(self.text(row))
    if not self.counts[text] then self.order[#self.order + 1] = text end
    self.counts[text] = (self.counts[text] or 0) + row.count
  end
end

local function count_stack(self, text)
  if not self.counts[text] then self.order[#self.order + 1] = text end
  self.counts[text] = (self.counts[text] or 0) + 1
end

-- Of one instant: a thread counts once.
function folded:thread(_, frames)
  local parts = {}
  for i = #frames, 1, -1 do
    local frame = frames[i]
    local text = ("%s:%s:%d"):format(frame.file, frame.name, frame.line or 0)
    parts[#parts + 1] = pyflame.printable(text):gsub(";", ",")
  end
  if #parts > 0 then
    count_stack(self, guarded(table.concat(parts, ";")))
  else
    if #self.idle == 0 then self.idle[1] = "(idle)" end
    self.idle["(idle)"] = (self.idle["(idle)"] or 0) + 1
  end
end

local function write_none(out, none)
  for _, text in ipairs(none) do out:write(text, " ", none[text], "\n") end
end

function folded:finish()
  local out = self.out
  if self.options.idle ~= false then write_none(out, self.idle) end
  write_none(out, self.failed)
  for _, text in ipairs(self.order) do out:write(text, " ", self.counts[text], "\n") end
end

return folded
