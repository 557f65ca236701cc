-- What is shown over and over: sampling in slices, and a screen that is drawn anew.

local pyflame = require "pyflame"

local fit = require "pyflame.lib.fit"

local live = {}

-- So many seconds a sampler lives: its stacks are let go then, however many there were.
live.LIFE = 600

local begun = false -- whether the screen has what is drawn anew

-- Samples PROCESS with OPTIONS, and calls visit(tally, samples) with what each SECONDS give, until
-- that returns false or no more comes. true; or nil, message, code when it cannot begin, or ends
-- before its time.
function live.each(process, options, seconds, visit)
  options.seconds = live.LIFE
  begun = false
  local message, code
  repeat
    local samples <close>, why, what = process:samples(options)
    if not samples then return nil, why, what end
    repeat
      local tally = samples:tally{ seconds = seconds, by_thread = true, by_syscall = true }
      if visit(tally, samples) == false then return true end
    until samples.ended
    message, code = samples:reason()
    local whole = samples.stats.elapsed >= live.LIFE - math.min(1, live.LIFE / 4)
  until message or not whole
  if message then return nil, message, code end
  return true
end

-- The terminal that lines go to: its rows and columns; nil when they go elsewhere.
local function size()
  local columns, rows = pyflame.columns and pyflame.columns(), pyflame.rows and pyflame.rows()
  if os.getenv("TERM") == "dumb" then return nil end
  return columns and rows, columns
end

-- For how many lines there is room; nil: for all.
function live.rows() return (size()) end

-- A screen that is drawn anew is no page to wait at: there are none as long as this is open.
local function without_pages()
  local before = pyflame.get and pyflame.get("pagination")
  if before then pyflame.set("pagination", false) end
  return setmetatable({}, {
    __close = function()
      pyflame.flush()
      if before then pyflame.set("pagination", true) end
    end,
  })
end

-- Shows an array of lines: in place of what was shown before on a terminal, whose content moves up
-- before the first time; elsewhere as a block behind an empty line.
function live.show(lines)
  local rows, columns = size()
  local _ <close> = without_pages()
  if not rows then
    pyflame.write(begun and "\n" or "", table.concat(lines, "\n"), "\n")
  else
    if not begun then pyflame.write(("\n"):rep(rows)) end
    local parts = { "\x1b[H" }
    for i = 1, math.min(#lines, rows - 1) do
      parts[#parts + 1] = fit.line(lines[i], columns - 1) .. "\x1b[K\n"
    end
    parts[#parts + 1] = "\x1b[J"
    pyflame.write(table.concat(parts))
  end
  begun = true
end

-- The keys that were typed since the last time.
function live.keys()
  local keys = ""
  for key in pyflame.key do keys = keys .. key end
  return keys
end

return live
