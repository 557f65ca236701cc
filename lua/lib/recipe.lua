-- COMMAND --lua: the Lua script that does what a command does, to change it and to build on it.

local pyflame = require "pyflame"

local recipe = {}

-- VALUE as Lua has it: a word that is a whole number is one.
function recipe.literal(value)
  if type(value) ~= "string" then return tostring(value) end
  local number = math.tointeger(tonumber(value))
  if number and tostring(number) == value then return value end
  return (("%q"):format(value):gsub("\\\n", "\\n"))
end

-- VALUES as a table constructor, its keys sorted: { format = "folded", seconds = 1 }.
function recipe.options(values)
  local parts, keys = {}, {}
  for key in pairs(values) do keys[#keys + 1] = key end
  table.sort(keys)
  for i, key in ipairs(keys) do parts[i] = key .. " = " .. recipe.literal(values[key]) end
  return #parts > 0 and "{ " .. table.concat(parts, ", ") .. " }" or "{}"
end

-- TEMPLATE with each @name@ replaced by that of VALUES.
function recipe.fill(template, values)
  return (template:gsub("@(%w+)@", function(name) return values[name] end))
end

local SAMPLES = [[
local samples <close> = assert(pyflame.process():samples@options@)
]]

local NOTHING = [[
if samples.stats.taken == 0 then error(samples:reason() or "Nothing was sampled.", 0) end
]]

-- A number as Lua has it; 1 instead of 1.0.
local function plain(number) return number and (math.tointeger(number) or number) end

-- A script that samples by the options of a command's line (lua/lib/sampling.lua), and in which
-- USE says what becomes of the samples.
function recipe.samples(options, use)
  return recipe.fill(SAMPLES, { options = recipe.options{
    seconds = plain(options.s), rate = plain(options.r), threads = options.threads,
    children = options.children, mode = options.mode, record = options.record,
    idle = recipe.unless(options.x),
  } }) .. use .. NOTHING
end

-- false when FLAG is set, else nothing: for what is true as usual.
function recipe.unless(flag)
  if flag then return false end
end

-- The line that writes samples by a command's options, usually in FORMAT.
function recipe.write(options, format)
  local more = recipe.options{ rows = options.rows, merge = options.merge,
                               idle = recipe.unless(options.x) }
  local words = { recipe.literal(options.format or format), recipe.literal(options.o) }
  if more ~= "{}" then words[3] = more end
  if not options.o and not words[3] then words[2] = nil end
  return ("assert(samples:write(%s))\n"):format(table.concat(words, ", "))
end

-- What was written, without the flag.
local function written(words)
  local text = (" " .. words.text .. " "):gsub(" %-%-lua%f[ ]", "", 1)
  return text:match("^%s*(.-)%s*$")
end

-- What a script needs to call a command's function as the shell does.
local CALL = [[

local _, message = command.run(pyflame.session(), @args@)
if message then error(message, 0) end
]]

-- A command's own file, with its function called instead of added.
local function of_source(source, words)
  local text, count = source:gsub("\nreturn pyflame%.command{", "\npyflame.command{")
                            :gsub("\npyflame%.command{", "\nlocal command = {")
  if count ~= 1 then return nil end
  local parts = {}
  for i, word in ipairs(words) do parts[i] = ("%q"):format(word) end
  parts[#parts + 1] = ("text = %q"):format(written(words))
  return text .. recipe.fill(CALL, { args = "{ " .. table.concat(parts, ", ") .. " }" })
end

-- The text of the file that a function was read from; nil when that is none.
local function source_of(run, embedded)
  local source = debug.getinfo(run, "S").source
  if source:sub(1, 1) == "=" then return embedded(source:sub(2)) end
  local file <close> = source:sub(1, 1) == "@" and io.open(source:sub(2)) or nil
  return file and file:read("a")
end

-- A recipe that was written for the command: in lua/recipes/, or in its description.
local function of_recipe(name, words, own)
  if own and own.lua then
    if type(own.lua) == "string" then return own.lua end
    return own.lua(words)
  end
  local module = "pyflame.recipes." .. name:gsub("[ -]", "_")
  local found, make = pcall(require, module)
  if found then return make(words) end
  if not tostring(make):find("module '" .. module .. "' not found", 1, true) then error(make, 0) end
end

-- Where nothing else is known, and the words are no text of the user's own.
local function of_command(name, words, takes_text)
  if takes_text then return nil end
  local line = words[1] and name .. " " .. written(words) or name
  return ("assert(pyflame.execute(%q))\n"):format(line)
end

-- Prints the script for the command NAME with WORDS, whose text is as written. OWN is what Lua
-- knows of the command; embedded(name) gives the text of a file that is built in. Whether there is
-- one; or nil, message, code.
function recipe.print(name, takes_text, words, own, embedded)
  local script, message, code = of_recipe(name, words, own)
  if message then return nil, message, code end
  if not script and own then
    local source = source_of(own.run, embedded)
    script = source and of_source(source, words)
  end
  script = script or of_command(name, words, takes_text)
  if not script then return false end
  local line = words[1] and name .. " " .. written(words) or name
  pyflame.write("-- ", line, "\n", script)
  return true
end

return recipe
