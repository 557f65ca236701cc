-- A command line's options, as getopt_long() reads them: -xo FILE, --output=FILE, --out FILE.

local getopt = {}

-- The long name that word abbreviates; nil and why when there is none, or more than one.
local function long_name(spec, word)
  if spec.long[word] then return word end
  local found, kinds = nil, {}
  for name, short in pairs(spec.long) do
    if name:sub(1, #word) == word then
      kinds[short], found = true, name
    end
  end
  if not found then return nil, ("unrecognized option '--%s'"):format(word) end
  local first = next(kinds)
  if next(kinds, first) then return nil, ("option '--%s' is ambiguous"):format(word) end
  return found
end

local Reader = {}
Reader.__index = Reader

-- Keeps an option's value; true says that the rest is not ours to read.
function Reader:set(key, value)
  self.options[key] = value
  return key == self.spec.last
end

function Reader:value(name, given)
  if given then return given end
  self.at = self.at + 1
  local value = self.args[self.at]
  if not value then error({ ("option %s requires an argument"):format(name) }) end
  return value
end

function Reader:long(word)
  local name, given = word:match("^([^=]*)=(.*)$")
  local full, why = long_name(self.spec, name or word)
  if not full then error({ why }) end
  local key = self.spec.long[full]
  if self.spec.values[key] then return self:set(key, self:value("'--" .. full .. "'", given)) end
  if given then error({ ("option '--%s' doesn't allow an argument"):format(full) }) end
  return self:set(key, true)
end

function Reader:short(letters)
  while letters ~= "" do
    local key = letters:sub(1, 1)
    letters = letters:sub(2)
    if not self.spec.short:find(key, 1, true) then
      error({ ("invalid option -- '%s'"):format(key) })
    end
    if self.spec.values[key] then
      return self:set(key, self:value("-- '" .. key .. "'", letters ~= "" and letters or nil))
    end
    if self:set(key, true) then
      if letters ~= "" then self.rest[#self.rest + 1] = letters end
      return true
    end
  end
end

function Reader:word(word)
  if word:sub(1, 2) == "--" then return self:long(word:sub(3)) end
  if self.spec.single and self.spec.long[word:match("^%-([^=]+)")] then
    return self:long(word:sub(2))
  end
  if word:match("^%-.") then return self:short(word:sub(2)) end
  self.rest[#self.rest + 1] = word
end

-- Reads args by spec: short, the letters; long, a letter for each name; values, the letters that
-- take one; last, the letter behind which nothing more is read; single, whether one dash before a
-- whole long name is enough. Returns the options by letter and the other words, or nil and what is
-- wrong.
function getopt.read(args, spec)
  local reader = setmetatable({ args = args, spec = spec, at = 0, options = {}, rest = {} }, Reader)
  local good, message = pcall(function()
    local ended = false
    while not ended and reader.at < #args do
      reader.at = reader.at + 1
      ended = args[reader.at] == "--" or reader:word(args[reader.at])
    end
    table.move(args, reader.at + 1, #args, #reader.rest + 1, reader.rest)
  end)
  if good then return reader.options, reader.rest end
  if type(message) ~= "table" then error(message, 0) end
  return nil, message[1]
end

return getopt
