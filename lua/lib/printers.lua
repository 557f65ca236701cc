-- Pretty-printers: what scripts make of values of a Python type.

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
