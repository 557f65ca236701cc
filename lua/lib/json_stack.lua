-- A thread of a dump as JSON, with the keys that "dump -format json" has.

local pyflame = require "pyflame"

local stack = {}

local STATES = {
  R = "running", S = "sleeping", D = "disk", T = "stopped", t = "traced", X = "zombie",
  Z = "zombie",
}

-- VALUE as JSON: text in quotes, null for nil, a table's text as it is.
local function json(value)
  if type(value) == "table" then return value[1] end
  if type(value) == "string" then return pyflame.json(value) end
  return value == nil and "null" or tostring(value)
end

local FRAME = { "function", "qualname", "file", "line", "end_line", "column", "end_column" }
local THREAD = { "tid", "ident", "name", "interpreter", "gil", "gc", "state", "syscall",
                 "gil_wait", "truncated" }

local function fields(object, keys)
  local parts = {}
  for i, key in ipairs(keys) do parts[i] = ('"%s": %s'):format(key, json(object[key])) end
  return table.concat(parts, ", ")
end

-- Idents are unsigned; the kernel's letter is a word.
local function facts(thread)
  local object = {}
  for _, key in ipairs(THREAD) do object[key] = thread[key] end
  object.ident = thread.ident and { ("%u"):format(thread.ident) }
  object.state = STATES[thread.state]
  return fields(object, THREAD)
end

-- THREAD with FRAMES, an array, as an object.
function stack.thread(thread, frames)
  local parts = {}
  for i, frame in ipairs(frames) do parts[i] = "{" .. fields(frame, FRAME) .. "}" end
  return ('{%s, "frames": [%s]}'):format(facts(thread), table.concat(parts, ", "))
end

return stack
