-- Pretty-printers: what scripts make of values of a Python type.

local pyflame = require "pyflame"
local switches = require "pyflame.lib.switches"

local printers = switches.list("pretty-printer", "No pretty-printers.")

-- pyflame.printer{name=, type= or pattern=, to_string=, children=, hint=}. The last that was added
-- is asked first.
function printers.printer(description)
  if type(description.type) ~= "string" and type(description.pattern) ~= "string" then
    error("printer: neither type nor pattern is a string", 3)
  end
  if type(description.to_string) ~= "function" and type(description.children) ~= "function" then
    error("printer: neither to_string nor children is a function", 3)
  end
  local good, why = pcall(string.find, "", "^" .. (description.pattern or "") .. "$")
  if not good then error("printer: " .. why, 3) end
  description.name = description.name or description.type
  printers:add(description, "printer")
end

local function fits(printer, type_name)
  if printer.type then return printer.type == type_name end
  return type_name:find("^" .. printer.pattern .. "$") ~= nil
end

-- The enabled printer for values of the type called TYPE_NAME ("collections.deque"); nil: none.
function printers.of(type_name)
  for i = #printers, 1, -1 do
    if printers[i].enabled and fits(printers[i], type_name) then return printers[i] end
  end
end

local PART = {
  array = function(_, value) return ("%s"):format(value) end,
  map = function(name, value) return ("[%s] = %s"):format(name, value) end,
}

local function named(name, value) return ("%s = %s"):format(name, value) end

-- The parts of VALUE as text, MOST of them (0: all).
local function parts_of(printer, value, most)
  local write, parts = PART[printer.hint] or named, {}
  for name, part in printer.children(value) do
    if most > 0 and #parts == most then return table.concat(parts, ", ") .. "..." end
    parts[#parts + 1] = write(name, part)
  end
  return table.concat(parts, ", ")
end

local function prettify(printer, value, most)
  local text = printer.to_string and printer.to_string(value)
  if text ~= nil and printer.hint == "string" then text = pyflame.json(tostring(text)) end
  if not printer.children then return text ~= nil and tostring(text) or nil end
  local head = text ~= nil and text ~= "" and tostring(text) .. " " or ""
  return ("%s{%s}"):format(head, parts_of(printer, value, most))
end

-- What a printer makes of a VALUE whose type is called TYPE_NAME, with MOST parts (0: all); nil:
-- there is none, or it has nothing to say.
function printers.text(type_name, value, most)
  local printer = value and printers.of(type_name)
  if not printer then return nil end
  local good, text = pcall(prettify, printer, value, most)
  if good then return text end
  warn(("pretty-printer of %s: %s"):format(type_name, text))
end

-- What "info pretty-printer" prints.
function printers.describe()
  local lines = {}
  for i, printer in ipairs(printers) do
    lines[i] = "  " .. printer.name .. (printer.enabled and "" or " [disabled]")
  end
  table.sort(lines)
  return lines
end

return printers
