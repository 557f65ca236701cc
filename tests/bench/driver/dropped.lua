-- Samples targets/dropped.py at 1 kHz, and checks each stack. The arguments: seconds, and seconds
-- from one line of figures to the next. Each different stack that cannot be is a line of its own.
local pyflame = require "pyflame"
local FIRST_CALL, BATCH = 4, 100
local seconds, every = tonumber(arg[1]), tonumber(arg[2])

-- What the function of a number must be: its name, its file, its first line, its qualified name.
local function made(number)
  local kind = number % 4
  if kind == 0 then
    return ("made_%04d"):format(number), "<named>", 1 + number % 50
  elseif kind == 1 then
    return "placed", "<placed>", 1 + number // 4
  elseif kind == 2 then
    return "moved", ("<moved-%04d>"):format(number), 1
  end
  return "closed", ("<closed-%04d>"):format(number), 2,
         ("closer_%04d.<locals>.closed"):format(number)
end

local function partner(number)
  return number - number % BATCH + (number % BATCH * 37 + 11) % BATCH
end

-- Whether a frame is the function of that number; with `calls`, where that calls another one.
local function is_made(frame, number, calls)
  local name, file, first, qualname = made(number)
  return frame.name == name and frame.file == file and
         frame.line >= first + (calls and 2 or 0) and frame.line <= first + 2 and
         (not frame.qualname or frame.qualname == (qualname or name))
end

-- Whether a frame can be below make(): it may be of any function of the hundred.
local function is_maker(frame, batch)
  local number = frame.file:match("^<%a+%-(%d+)>$") or frame.name:match("^%a+_(%d+)$")
  return not frame.file:find("^<dispatch") and
         (not number or tonumber(number) // BATCH == batch)
end

-- Whether frames, the oldest first, can be above a dispatcher of that batch, on that line.
local function is_possible(frames, batch, line)
  if line < FIRST_CALL then
    for _, frame in ipairs(frames) do
      if line ~= 2 or not is_maker(frame, batch) then return false end
    end
    return true
  end
  local number = batch * BATCH + line - FIRST_CALL
  return #frames == 0 or #frames < 3 and is_made(frames[1], number, frames[2]) and
         (not frames[2] or is_made(frames[2], partner(number)))
end

-- "right" or "wrong" for a stack with functions that are made and dropped, else "other".
local function judge(sample)
  local above = {}
  for frame in sample:frames() do
    local batch = frame.name:match("^dispatch_(%d%d)$")
    if batch then
      local right = is_possible(above, tonumber(batch), frame.line)
      return not right and "wrong" or #above > 0 and "right" or "other"
    end
    table.insert(above, 1, frame)
  end
  for _, frame in ipairs(above) do
    if frame.file:find("^<[npmc]%a+ed") then return "wrong" end
  end
  return "other"
end

local verdicts, places, stack_count, place_count = {}, {}, 0, 0
local counts = { right = 0, wrong = 0, other = 0 }

local function note_places(sample)
  for frame in sample:frames() do
    if not places[frame.id] then places[frame.id], place_count = true, place_count + 1 end
  end
end

local function verdict_of(sample)
  local verdict = verdicts[sample.stack]
  if verdict then return verdict end
  verdict = judge(sample)
  verdicts[sample.stack], stack_count = verdict, stack_count + 1
  note_places(sample)
  if verdict == "wrong" then print("wrong\t" .. sample:text()) end
  return verdict
end

-- Our own resident memory, in KiB.
local function resident()
  for line in io.lines("/proc/self/status") do
    local size = line:match("^VmRSS:%s+(%d+)")
    if size then return tonumber(size) end
  end
end

-- KIND is "figures" while it samples, "end" when its tables are gone.
local function report(kind, samples, time)
  local stats = samples.stats
  collectgarbage()
  print(table.concat({ kind, (time + 0.5) // 1, stats.taken, counts.right + counts.wrong,
    counts.wrong, stats.failed, stats.late, stack_count, place_count, resident(),
    collectgarbage("count") // 1, ("%.1f"):format(stats.cpu * 1e6 / stats.taken) }, "\t"))
  io.stdout:flush()
end

local samples = assert(pyflame.process():samples{ rate = 0.001, seconds = seconds })
local next_report, last = every, 0
for sample in samples do
  last = sample.time
  if sample.depth > 0 then
    local verdict = verdict_of(sample)
    counts[verdict] = counts[verdict] + 1
  end
  if last >= next_report then
    report("figures", samples, last)
    next_report = next_report + every
  end
end
report("end", samples, last)
local message = samples:reason()
if message then print("ended\t" .. message) end
