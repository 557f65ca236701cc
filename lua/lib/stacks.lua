-- Stacks of one instant: through the frame filters, and written in a format.

local pyflame = require "pyflame"

local filters = require "pyflame.lib.frame_filters"
local formats = require "pyflame.lib.formats"

local stacks = {}

-- What is written, in pieces or to the shell's output.
local Pieces = {}
Pieces.__index = Pieces

function Pieces:write(...)
  for _, piece in ipairs{ ... } do self[#self + 1] = tostring(piece) end
end

local Output = {}

function Output.write(_, ...)
  pyflame.write(...)
end

-- The newest COUNT frames that WALK gives, or with a negative COUNT the oldest; .more: newer ones
-- than the last are not all that there are.
local function choose(walk, count)
  local frames = {}
  for frame in walk do
    if count and count > 0 and #frames == count then
      frames.more = true
      break
    end
    frames[#frames + 1] = frame
  end
  if count and count < 0 then frames = table.move(frames, math.max(1, #frames + count + 1),
                                                  #frames, 1, {}) end
  return frames
end

-- Whether frame filters have a say in what OPTIONS ask for.
function stacks.filtered(options)
  return not options.no_filters and filters:count_enabled() > 0
end

-- The frames of THREAD, as filters leave them unless options.no_filters. When a filter fails, that
-- is a warning, and there are no filters.
local function frames_of(thread, options)
  if not stacks.filtered(options) then return choose(thread:frames(), options.count) end
  local good, frames = pcall(function()
    return choose(filters.apply(thread:frames()), options.count)
  end)
  if good then return frames end
  warn("frame-filter: " .. tostring(frames))
  return choose(thread:frames(), options.count)
end

-- Writes THREADS, an array, in FORMAT; options: count, no_filters, hide, heading.
local function write(threads, format, options, out)
  local self = setmetatable({ out = out, options = options }, { __index = format })
  self.text = function(frame) return tostring(frame) end
  if format.begin then self:begin() end
  for _, thread in ipairs(threads) do
    local frames = frames_of(thread, options)
    if format.thread then self:thread(thread, frames) end
    for _, frame in ipairs(format.frame and frames or {}) do self:frame(frame, thread) end
  end
  if format.finish then self:finish() end
end

-- A thread, an array of them or a sequence, as an array.
local function array_of(threads)
  if type(threads) == "userdata" then return { threads } end
  return threads.list and threads:list() or threads
end

-- pyflame.render(threads, [format], [options]): their stacks as a string, or nil, message, code.
function stacks.render(threads, name, options)
  local format, message, code = formats.find(name or "gdb", "stacks")
  if not format then return nil, message, code end
  local pieces = setmetatable({}, Pieces)
  write(array_of(threads), format, options or {}, pieces)
  return table.concat(pieces)
end

-- The same to the shell's output: true, or nil, message, code.
function stacks.print(threads, name, options)
  local format, message, code = formats.find(name or "gdb", "stacks")
  if not format then return nil, message, code end
  write(array_of(threads), format, options or {}, Output)
  return true
end

local FLAGS = { ["-no-filters"] = "no_filters", ["-hide"] = "hide" }

local USAGE = "[full] [N | -N] [-format NAME] [-no-filters] [-hide]" -- as in cmd_backtrace.c

local function wrong_count(word)
  local hint = word:find("^[%a_]") and '  "catch stack PATTERN" waits for a function.' or ""
  return nil, ("Invalid number of frames: %s.%s  Usage: backtrace %s"):format(word, hint, USAGE),
         "USAGE"
end

-- What the words of "bt" ask for: a table with count, format, no_filters and hide; or nil, message,
-- code. FORMAT is the usual one, "gdb" when it is nil or "".
function stacks.read_backtrace(words, format)
  local asked, i = { format = format ~= "" and format or "gdb" }, 1
  while words[i] do
    local word = words[i]
    local number = math.tointeger(tonumber(word))
    if FLAGS[word] then
      asked[FLAGS[word]] = true
    elseif word == "-format" then
      i = i + 1
      if not words[i] then return nil, "Option -format needs a value", "USAGE" end
      asked.format = words[i]
    elseif word == "full" or word == "-full" then
      return nil, "Variables are shown without options only.  Try \"bt full\".", "USAGE"
    elseif not number or number == 0 or asked.count then
      return wrong_count(word)
    else
      asked.count = number
    end
    i = i + 1
  end
  if asked.format == "text" then asked.format = "gdb" end
  return asked
end

-- What "bt" prints where C does not: with a format or with filters.
function stacks.backtrace(format, words)
  local asked, message, code = stacks.read_backtrace(words, format)
  if not asked then return nil, message, code end
  local thread
  thread, message, code = pyflame.thread()
  if not thread then return nil, message, code end
  return stacks.print(thread, asked.format, asked)
end

-- What "dump" prints in other formats than text and json.
function stacks.dump(format)
  local threads, message, code = pyflame.session():threads()
  if not threads then return nil, message, code end
  return stacks.print(threads, format, { no_filters = true, heading = true })
end

-- true, or nil, message, code when there is no such format.
function stacks.check(format)
  local found, message, code = formats.find(format, "stacks")
  if not found then return nil, message, code end
  return true
end

return stacks
