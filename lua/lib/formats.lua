-- Formats: tables that say how samples, or stacks of one instant, are written; found by name.

local formats = {}

-- ORDER FORMATS: what is in lua/formats/, by what it can write.
local KNOWN = {
  samples = "collapsed, cpuprofile, flamechart, folded, json, json-tally, report",
  stacks = "folded, gdb, json, python, text",
}

local HINTS = { svg = "  flamegraph.pl makes an SVG of folded." }

local registered = {}

-- What a format must have one of.
local WRITES = { samples = { "sample", "tally", "total" }, stacks = { "thread", "frame" } }

local function writes(format, what)
  for _, key in ipairs(WRITES[what]) do
    if format[key] then return true end
  end
  return false
end

-- pyflame.format{name=, ...}: a format of that name, in place of one that there was.
function formats.format(format)
  if type(format) ~= "table" or type(format.name) ~= "string" or
     not format.name:find("^[%w_-]+$") then
    error("format: name: letters, digits, _ and - are wanted", 3)
  end
  if not writes(format, "stacks") and not writes(format, "samples") then
    error("format: there is neither thread, frame, sample, tally nor total in it", 3)
  end
  registered[format.name] = format
end

-- The file of a format; nil when there is none. Raises what is wrong with it.
local function load_file(name)
  if not name:find("^[%w_-]+$") then return nil end
  local module = "pyflame.formats." .. name
  local found, format = pcall(require, module)
  if found then return format end
  if not tostring(format):find("module '" .. module .. "' not found", 1, true) then
    error(format, 0)
  end
end

-- "%F:%l %n" as a format of stacks.
local function template(name)
  local format, message = require("pyflame.lib.template").compile(name)
  if not format then return nil, message, "USAGE" end
  return { name = name, frame = function(self, frame, thread)
    self.out:write(format(frame, thread), "\n")
  end }
end

-- The names of the formats for WHAT, with those that were registered, sorted.
function formats.names(what)
  local names = {}
  for name in KNOWN[what]:gmatch("[^, ]+") do names[#names + 1] = name end
  for name, format in pairs(registered) do
    if writes(format, what) and not KNOWN[what]:find("%f[%w-]" .. name:gsub("%-", "%%-") ..
                                                     "%f[^%w-]") then
      names[#names + 1] = name
    end
  end
  table.sort(names)
  return names
end

-- The format NAME, or NAME itself when it is a table, for "samples" or "stacks"; or nil, message,
-- code.
function formats.find(name, what)
  local format = name
  if type(name) ~= "table" then
    if what == "stacks" and name:find("%", 1, true) then return template(name) end
    format = registered[name] or load_file(name == "text" and "gdb" or name)
  end
  if format and writes(format, what) then return format end
  local known = table.concat(formats.names(what), ", ")
  if format then
    return nil, ("The format \"%s\" is not for %s.  Known: %s."):format(
      format.name or "?", what, known), "USAGE"
  end
  return nil, ("There is no format \"%s\".  Known: %s.%s"):format(
    name, known, HINTS[name] or ""), "USAGE"
end

return formats
