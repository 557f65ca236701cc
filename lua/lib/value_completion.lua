-- Completion of expressions: names of the selected frame, attributes of living objects.

local pyflame = require "pyflame"

local value_completion = {}

local WORDS = { "and", "False", "in", "is", "len", "None", "not", "or", "repr", "True", "type" }

-- Adds the name behind a dot, or at the start; what Python itself calls for only when it is meant.
local function add(list, seen, prefix, name)
  local hidden = name:find("^__.*__$") and not seen.special
  if not seen[name] and not hidden and name:find("^[%a_][%w_]*$") then
    seen[name] = true
    list[#list + 1] = prefix .. name
  end
end

local function add_attributes(list, seen, prefix, value)
  for name in value:attributes() do add(list, seen, prefix, name) end
end

-- Names of the object's own attributes, then those of its classes.
local function attributes_of(frame, path, prefix, special)
  local list, seen = {}, { special = special }
  local value = frame:eval(path)
  if not value then return list end
  add_attributes(list, seen, prefix, value)
  local class = frame:eval(("type(%s)"):format(path))
  local lineage = class and class:attribute("__mro__")
  for _, base in (lineage or class):items() do
    if base.type ~= "type" or base.repr ~= "<class 'object'>" then
      add_attributes(list, seen, prefix, base)
    end
  end
  return list
end

local function names_of(frame, special)
  local list, seen = {}, { special = special }
  for _, variables in ipairs{ frame:locals{ depth = 1, elements = 1 } or {},
                              frame:globals(nil, { depth = 1, elements = 1 }) or {} } do
    for _, variable in ipairs(variables) do add(list, seen, "", variable.name) end
  end
  for _, word in ipairs(WORDS) do add(list, seen, "", word) end
  return list
end

-- The attributes of what WORD has before its last dot, or else names.
local function candidates(word)
  local frame = pyflame.frame()
  if not frame then return {} end
  local before, path, rest = word:match("^(.-)([%a_][%w_.%[%]'\"]*)%.([%w_]*)$")
  local special = (rest or word):find("^__") ~= nil
  if path then return attributes_of(frame, path, before .. path .. ".", special) end
  local start = word:match("^(.-)[%a_]*[%w_]*$")
  local list = names_of(frame, special)
  for i, name in ipairs(list) do list[i] = start .. name end
  return list
end

-- For the field "complete" of a command. What fails completes nothing.
function value_completion.complete(_, word)
  if not pyflame.process() or word:find("^/") then return {} end
  local good, list = pcall(candidates, word)
  return good and list or {}
end

return value_completion
