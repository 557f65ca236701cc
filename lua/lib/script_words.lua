-- What a script says of its arguments: checking that, reading them by it, and its help.

local getopt = require "pyflame.lib.getopt"

local words = {}

local TYPES = { string = true, number = true, integer = true }

-- Options that all scripts have, and those that look at a process.
local HELP = { name = "help", short = "h", help = "say this" }
local PID = {
  name = "pid", short = "p", type = "integer", value = "PID", min = 1, max = 0x7fffffff,
  help = "the process to look at, if not that of the session",
}

local function fail(...) error("script: " .. string.format(...), 0) end

local function check_argument(it, kind)
  if type(it) ~= "table" or type(it.name) ~= "string" or not it.name:match("^%a[%w-]*$") then
    fail("an %s needs a name", kind)
  end
  if type(it.help) ~= "string" then fail("%s needs a help", it.name) end
  if it.type ~= nil and not TYPES[it.type] then fail("%s has no known type", it.name) end
  if it.choices ~= nil and type(it.choices) ~= "table" then fail("%s: choices?", it.name) end
end

-- Raises what is wrong with a description.
function words.check(it)
  if type(it) ~= "table" then fail("a table is wanted") end
  if type(it.description) ~= "string" or it.description:find("\n") then
    fail("a description of one line is wanted")
  end
  if it.category ~= nil and type(it.category) ~= "string" then fail("category is no string") end
  if it.needs ~= nil and it.needs ~= "process" and it.needs ~= "pid" then
    fail("needs is neither \"process\" nor \"pid\"")
  end
  for _, option in ipairs(it.options or {}) do check_argument(option, "option") end
  for _, argument in ipairs(it.args or {}) do check_argument(argument, "argument") end
end

-- Every option of a description.
function words.options(it)
  local all = table.move(it.options or {}, 1, #(it.options or {}), 1, {})
  if it.needs then all[#all + 1] = PID end
  all[#all + 1] = HELP
  return all
end

-- Without a type it is only given or not.
function words.takes_value(option)
  return option.type ~= nil or option.choices ~= nil
end

local function key_of(it) return (it.name:gsub("-", "_")) end

-- Raises what is wrong with the argument NAME; words.read() catches it.
local function refuse(name, ...) error({ name .. ": " .. string.format(...) }) end

local function among(choices, name, word)
  for _, choice in ipairs(choices) do
    if choice == word then return word end
  end
  refuse(name, "\"%s\" is none of %s", word, table.concat(choices, ", "))
end

local function number_of(it, name, word)
  local value = tonumber(word)
  if it.type == "integer" then value = word:match("^[-+]?%d+$") and math.tointeger(value) end
  if not value or value ~= value or math.abs(value) > 1e15 then
    refuse(name, "\"%s\" is not %s", word, it.type == "number" and "a number" or "an integer")
  end
  if it.min and value < it.min then refuse(name, "%s is less than %s", word, it.min) end
  if it.max and value > it.max then refuse(name, "%s is more than %s", word, it.max) end
  return value
end

-- The value that WORD stands for.
local function convert(it, name, word)
  if it.choices then return among(it.choices, name, word) end
  if it.type == "number" or it.type == "integer" then return number_of(it, name, word) end
  return word
end

local function spec_of(options)
  local spec = { short = "", long = {}, values = {}, single = true }
  for _, option in ipairs(options) do
    local key = option.short or option.name
    spec.short = spec.short .. (option.short or "")
    spec.long[option.name] = key
    spec.values[key] = words.takes_value(option)
  end
  return spec
end

local function read_options(options, given, values)
  for _, option in ipairs(options) do
    local word = given[option.short or option.name]
    if word == nil then
      values[key_of(option)] = option.default
    else
      local takes = words.takes_value(option)
      values[key_of(option)] = takes and convert(option, "--" .. option.name, word) or word
    end
  end
end

local function read_arguments(args, rest, values)
  local at = 1
  for _, argument in ipairs(args) do
    local name = argument.name:upper()
    if rest[at] == nil and argument.default == nil and not argument.optional then
      error({ name .. " is missing" })
    end
    if argument.many then
      local all = {}
      for i = at, #rest do all[#all + 1] = convert(argument, name, rest[i]) end
      values[key_of(argument)], at = all, #rest
    elseif rest[at] == nil then
      values[key_of(argument)] = argument.default
    else
      values[key_of(argument)] = convert(argument, name, rest[at])
    end
    at = at + 1
  end
  if rest[at] then error({ ("what is \"%s\"?"):format(rest[at]) }) end
end

-- The values of ARGS by a description; nil and what is wrong. --help makes all else unimportant.
function words.read(it, args)
  local options, values = words.options(it), {}
  local given, rest = getopt.read(args, spec_of(options))
  if not given then return nil, rest end
  if given.h then return { help = true } end
  local good, why = pcall(function()
    read_options(options, given, values)
    read_arguments(it.args or {}, rest, values)
  end)
  if good then return values end
  if type(why) ~= "table" then error(why, 0) end
  return nil, why[1]
end

-- Values that raise for a name that the description does not have.
function words.known(it, values)
  local names = { process = it.needs == "process", pid = it.needs ~= nil }
  for _, option in ipairs(words.options(it)) do names[key_of(option)] = true end
  for _, argument in ipairs(it.args or {}) do names[key_of(argument)] = true end
  return setmetatable(values, {
    __index = function(_, name)
      if not names[name] then error(("the script has no argument '%s'"):format(name), 2) end
    end,
  })
end

return words
