-- Expressions that users write: Lua, in which $name is a convenience function or variable.

local pyflame = require "pyflame"

local expression = {}

-- Convenience functions and variables by name, without the "$".
expression.functions, expression.vars = pyflame.funcs or {}, pyflame.vars or {}

-- The end of what begins at AT and has no $name in it: text in quotes or brackets, a comment.
local function end_of_text(code, at)
  local comment = code:match("^%-%-()", at)
  local equals, inside = code:match("^%[(=*)%[()", comment or at)
  if inside then
    local _, last = code:find("]" .. equals .. "]", inside, true)
    return last or #code
  end
  if comment then return (code:find("\n", comment, true) or #code + 1) - 1 end
  local quote = code:match("^[\"']", at)
  if not quote then return nil end
  repeat
    at = code:find("[\\" .. quote .. "\n]", at + 1)
    if not at then return #code end
    local escaped = code:sub(at, at) == "\\"
    if escaped then at = at + 1 end
  until not escaped
  return at
end

-- CODE with each $name as a lookup: $f(1) is __dollar.f(1).
function expression.expand(code)
  local parts, at = {}, 1
  while at <= #code do
    local special = code:find("[$\"'%[%-]", at)
    parts[#parts + 1] = code:sub(at, (special or #code + 1) - 1)
    if not special then break end
    local last = end_of_text(code, special)
    local name = code:match("^%$([%a_][%w_]*)", special)
    if last then
      parts[#parts + 1] = code:sub(special, last)
      at = last + 1
    elseif name then
      parts[#parts + 1] = "__dollar." .. name
      at = special + 1 + #name
    else
      parts[#parts + 1] = code:sub(special, special)
      at = special + 1
    end
  end
  return table.concat(parts)
end

-- What $name is: a function that was registered, or a variable's value; nil is void.
local dollar = setmetatable({}, {
  __index = function(_, name)
    local func = expression.functions[name]
    if func ~= nil then return func end
    return expression.vars[name]
  end,
  __newindex = function(_, name, value) expression.vars[name] = value end,
})

-- What an expanded expression finds under __dollar; for those who load it themselves.
expression.dollar = dollar

-- The names of fields, as they stand in a message.
local function known(fields)
  local names = {}
  for name in pairs(fields) do names[#names + 1] = name end
  table.sort(names)
  return #names > 0 and "  Known: " .. table.concat(names, ", ") .. "." or ""
end

-- The names that an expression has: its fields', then Lua's. A slip does not read as nil.
local function environment(fields, state)
  return setmetatable({}, {
    __index = function(_, name)
      local field = fields[name]
      if type(field) == "function" then return field(state.subject) end
      if field ~= nil then return state.subject[field == true and name or field] end
      if name == "__dollar" then return dollar end
      local value = _G[name]
      if value == nil and not state.lax then
        error(("Unknown name \"%s\".%s"):format(name, known(fields)), 0)
      end
      return value
    end,
    __newindex = function(_, name, value)
      if not state.lax then error(("\"%s\" cannot be set here"):format(name), 0) end
      _G[name] = value
    end,
  })
end

-- What is wrong with CODE, in a user's words: without the place in our chunk.
local function explain(message)
  return (message:gsub("^%[string [^%]]*%]:%d+: ", ""):gsub("^%w+:%d+: ", "")
                 :gsub("__dollar%.", "$"))
end

local function restore(state, subject, ...)
  state.subject = subject
  return ...
end

local function compile(code, fields, lax)
  local state = { lax = lax }
  local names, expanded = environment(fields, state), expression.expand(code)
  local chunk, message = load("return " .. expanded, "=expression", "t", names)
  chunk = chunk or lax and load(expanded, "=expression", "t", names)
  if not chunk then
    return nil, ("Invalid expression: %s: %s"):format(code, explain(message)), "USAGE"
  end
  return function(subject)
    local before = state.subject -- of the same expression, when a function in it comes back here
    state.subject = subject
    return restore(state, before, chunk())
  end
end

-- The expression TEXT as a function of a subject, or nil, message, code. FIELDS says which names
-- it has: fields.name is a function of the subject; or the name of one of the subject's own
-- fields, or true for the same name. All others are Lua's and the $names; one that is nothing
-- raises when it is reached. What the function returns is what the expression is worth.
function expression.compile(text, fields)
  if not text:find("%S") then return nil, "Argument required (expression to compute).", "USAGE" end
  return compile(text, fields or {}, false)
end

-- The same for the prompt: TEXT may be statements, too, and names are as in Lua.
function expression.load(text)
  return compile(text, {}, true)
end

-- pyflame.func{name=, run=}: $_name(...) from now on. GDB's names of functions begin with "_", and
-- so do these, whether name does or not.
function expression.func(description)
  local name, run = description.name, description.run or description[1]
  if type(name) ~= "string" or not name:find("^[%a_][%w_]*$") then
    error("func: name is not a name", 3)
  end
  if type(run) ~= "function" then error("func: run is not a function", 3) end
  if name:sub(1, 1) ~= "_" then name = "_" .. name end
  expression.functions[name] = run
end

return expression
