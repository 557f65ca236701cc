-- Literals in command lines: numbers, "texts", true, false, nil and $variables.

local literal = {}

local ESCAPES = { a = "\a", b = "\b", e = "\27", f = "\f", n = "\n", r = "\r", t = "\t", v = "\v" }

-- Text with its escapes read as GDB reads them: \n, \033, \x1b, and \c for any other c.
function literal.unescape(text)
  local bytes, at = {}, 1
  local function take(pattern, value)
    local found, stop = text:match("^" .. pattern .. "()", at)
    if not found then return false end
    bytes[#bytes + 1], at = value(found), stop
    return true
  end
  local function same(found) return found end
  local function octal(digits) return string.char(tonumber(digits, 8) & 255) end
  local function hexadecimal(digits) return string.char(tonumber(digits, 16)) end
  local function letter(found) return ESCAPES[found] or found end
  while at <= #text do
    local _ = take("([^\\]+)", same) or take("\\([0-7][0-7]?[0-7]?)", octal)
      or take("\\x(%x%x?)", hexadecimal) or take("\\(.)", letter) or take("(\\)", same)
  end
  return table.concat(bytes)
end

-- The "..." that text begins with, and what is behind it; nil when it is not closed.
function literal.quoted(text)
  local at = 2
  while at <= #text do
    local letter = text:sub(at, at)
    if letter == '"' then
      return literal.unescape(text:sub(2, at - 1)), text:sub(at + 1)
    end
    at = at + (letter == "\\" and 2 or 1)
  end
end

local WORDS = { ["true"] = true, ["false"] = false }

-- The value of text, which may be nil; raises when it is no literal.
function literal.read(text)
  text = text:match("^%s*(.-)%s*$")
  if text == "nil" or text == "void" then return nil end
  if WORDS[text] ~= nil then return WORDS[text] end
  local name = text:match("^%$([%a_][%w_]*)$")
  if name then return pyflame.vars[name] end
  if text:sub(1, 1) == '"' then
    local value, rest = literal.quoted(text)
    if not value then error("Unmatched double quote.", 0) end
    if rest == "" then return value end
  end
  local number = text:match("^[%w.+-]+$") and tonumber(text)
  if number then return number end
  error(("Not a number, \"text\" or $variable: %s"):format(text), 0)
end

-- A value as it is shown: as a literal where it can be one.
function literal.show(value)
  if value == nil then return "void" end
  if type(value) == "string" then
    return '"' .. pyflame.printable(value):gsub('"', '\\"') .. '"'
  end
  local good, text = pcall(tostring, value) -- an object may be gone
  return pyflame.printable(good and text or ("<error: %s>"):format(text))
end

-- "a, "b, c", 3" as an array of texts, cut at the commas outside of "...".
function literal.arguments(text)
  local list, from, at, open = {}, 1, 1, false
  while at <= #text do
    local letter = text:sub(at, at)
    if letter == "\\" and open then
      at = at + 1
    elseif letter == '"' then
      open = not open
    elseif letter == "," and not open then
      list[#list + 1] = text:sub(from, at - 1)
      from = at + 1
    end
    at = at + 1
  end
  if from > 1 or text:find("%S") then list[#list + 1] = text:sub(from) end
  return list
end

return literal
