-- Conditions over values: "catch stack PATTERN if EXPR", tested while the process is held.

local pyflame = require "pyflame"

local functions = require "pyflame.lib.functions"
local value_history = require "pyflame.lib.value_history"

local value_condition = {}

local REST = 0.001 -- seconds in which the process runs on, once a condition was false

-- What is said of a variable that has no value yet: then the condition is false.
local UNBOUND = { "not associated with a value", "referenced before assignment" }

local function is_in_module(file, pattern)
  local name = file:gsub("%.py$", ""):gsub("/__init__$", ""):gsub("/", ".")
  return pyflame.glob(pattern, name) or pyflame.glob("*." .. pattern, name)
end

local function matches(frame, filter)
  if filter.func and not functions.matches(frame, filter.func) then return false end
  if filter.line and frame.line ~= filter.line then return false end
  if filter.module and not is_in_module(frame.file, filter.module) then return false end
  return not filter.file or pyflame.glob(filter.file, frame.file)
         or pyflame.glob("*/" .. filter.file, frame.file)
end

-- The newest frame that FILTER, as of process:catch{}, is for.
local function find_frame(thread, filter)
  for frame in thread:frames() do
    if matches(frame, filter) then return frame end
  end
  return thread[1]
end

local function test(thread, filter, text, variables)
  local frame = find_frame(thread, filter)
  if not frame then return false end
  local value, message, code = frame:test(text, variables)
  if value ~= nil then return value end
  for _, words in ipairs(UNBOUND) do
    if message:find(words, 1, true) then return false end
  end
  return nil, "Error in testing condition: " .. message, code
end

-- process:catch(FILTER), but only where the expression TEXT (nil: none) is true.
function value_condition.catch(process, filter, text)
  if not text then return process:catch(filter) end
  local variables = value_history.variables(text)
  local deadline = filter.seconds and os.time() + filter.seconds
  while true do
    local hold, thread, code, advice = process:catch(filter)
    if not hold then return nil, thread, code, advice end
    local good, message, why = test(thread, filter, text, variables)
    if good then return hold, thread end
    hold:resume()
    if good == nil then return nil, message, why end
    if deadline and os.time() >= deadline then return nil, "no stack matched in time" end
    local slept
    slept, message, why = pyflame.sleep(REST)
    if not slept then return nil, message, why end
  end
end

return value_condition
