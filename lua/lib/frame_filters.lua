-- Frame filters: what scripts make of the frames of a stack before they are printed.

local switches = require "pyflame.lib.switches"

local filters = switches.list("frame-filter", "No frame filters.")

-- A frame that a filter has changed: .frame is what it was made of, and has all that it lacks.
local Decorated = {}

function Decorated:__index(key)
  local frame = rawget(self, "frame")
  if key == "elided" and type(frame) == "userdata" then return nil end -- only tables have that
  if key == "qualname" and rawget(self, "name") then return rawget(self, "name") end
  local value = frame[key]
  if type(value) ~= "function" then return value end
  return function(_, ...) return value(frame, ...) end
end

-- As that of a frame: "leaf at /srv/app.py:13".
function Decorated:__tostring()
  local text = ("%s at %s"):format(self.qualname or self.name, self.file)
  return self.line and text .. ":" .. self.line or text
end

-- What a filter gave for a frame.
local function decorated(frame)
  if type(frame) ~= "table" or getmetatable(frame) then return frame end
  if not rawget(frame, "frame") then error("a decorated frame has no field \"frame\"", 0) end
  return setmetatable(frame, Decorated)
end

-- An iterator, a sequence or an array as an iterator of frames.
local function walk_of(given)
  local walk = given
  if type(given) == "table" then
    walk = given.each and given:each() or require("pyflame.lib.sequence").of(given):each()
  end
  return function()
    local frame = walk()
    if frame ~= nil then return decorated(frame) end
  end
end

-- pyflame.frame_filter{name=, priority=, enabled=, filter=}: the highest priority comes first.
function filters.frame_filter(description)
  local priority = description.priority or 100
  if type(description.filter) ~= "function" then
    error("frame_filter: filter is not a function", 3)
  end
  if math.type(priority) ~= "integer" then error("frame_filter: priority is not an integer", 3) end
  description.priority = priority
  filters:add(description, "frame_filter")
  table.sort(filters, function(a, b)
    if a.priority ~= b.priority then return a.priority > b.priority end
    return a.name < b.name
  end)
end

-- Whether any filter is enabled.
function filters.any() return filters:count_enabled() > 0 end

-- The frames that WALK gives, as all enabled filters leave them, as an iterator.
function filters.apply(walk)
  for _, filter in ipairs(filters) do
    if filter.enabled then walk = walk_of(filter.filter(walk)) end
  end
  return walk
end

-- What "info frame-filter" prints.
function filters.describe()
  local lines = { "  Priority  Enabled  Name" }
  for _, filter in ipairs(filters) do
    lines[#lines + 1] = ("  %-8d  %-7s  %s"):format(filter.priority,
                                                    filter.enabled and "Yes" or "No", filter.name)
  end
  return lines
end

return filters
