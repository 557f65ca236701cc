-- Threads and stacks of samples as JSON, each made once.

local pyflame = require "pyflame"

local frames = {}

local function text(value)
  return value and pyflame.json(value) or "null"
end

local function thread_object(thread)
  if not thread then return "null" end
  return ('{"tid":%s,"ident":%s,"name":%s,"interpreter":%d}'):format(
    thread.tid or "null", thread.ident or "null", text(thread.name), thread.interpreter)
end

local function frame_object(place)
  return ('{"function":%s,"qualname":%s,"file":%s,"line":%s}'):format(
    text(place.name), text(place.qualname), text(place.file), place.line or "null")
end

local function stack_array(sample)
  local parts = {}
  for place in sample:frames() do parts[#parts + 1] = frame_object(place) end
  return "[" .. table.concat(parts, ",") .. "]"
end

-- Whose sample it is, where that is not clear.
function frames.process(sample)
  return ('"pid":%d,'):format(sample.pid)
end

-- Functions thread(sample), stack(sample) and syscall(sample); for the samples of one source.
function frames.cache()
  local threads, stacks = {}, {}
  return {
    syscall = function(sample)
      local name = sample.syscall
      return name and '"' .. name .. '"' or "null"
    end,
    thread = function(sample)
      local id = sample.thread_id
      threads[id] = threads[id] or thread_object(sample.thread)
      return threads[id]
    end,
    stack = function(sample)
      local id = sample.stack
      stacks[id] = stacks[id] or stack_array(sample)
      return stacks[id]
    end,
  }
end

return frames
