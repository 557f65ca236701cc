-- Where the object is that a command is about: an address, or the value of an expression.

local address = require "pyflame.lib.address"
local looking = require "pyflame.lib.looking"
local value_history = require "pyflame.lib.value_history"

local object_address = {}

local LEAST = 4096 -- where memory begins

local LIMITS = { depth = 1, elements = 1, max_string = 1, repeats = 1 }

-- Where the object is that TEXT, an expression of Python, is; or the number that it is.
function object_address.evaluate(session, text)
  local variables = value_history.variables(text)
  return looking.at(session, function(frame)
    local found, message, code, advice = frame:inspect(text, LIMITS, variables)
    if not found then return nil, message, code, advice end
    local at = found.value.address or math.tointeger(found.plain)
    if at and (at < 0 or at >= LEAST) then return at end
    return nil, "No object has this value: " .. text, "USAGE"
  end)
end

-- The address that TEXT says: a number, which is one; an expression of Python, for the object that
-- it is; or a symbol of an ELF file. nil, message, code, advice.
function object_address.of(session, text)
  if text:find("^%d") then return address.parse(session.process, text) end
  local at, message, code, advice = object_address.evaluate(session, text)
  if at or code == "INTERRUPTED" or code == "GONE" then return at, message, code, advice end
  local symbol = address.parse(session.process, text)
  if symbol then return symbol end
  return nil, message, code, advice
end

return object_address
