-- The help of scripts, out of what they say of themselves.

local pyflame = require "pyflame"

local words = require "pyflame.lib.script_words"

local help = {}

local COLUMN = 25 -- where the texts of options begin

-- "top" for "/srv/scripts/top.lua".
function help.short(name)
  return pyflame.printable((name:match("([^/]+)$") or name):gsub("%.lua$", ""))
end

-- What is typed to run it.
function help.call(name)
  local printable = pyflame.printable(name)
  return name:find("/", 1, true) and printable or "pyflame-shell --script " .. printable
end

local function value_name(option)
  if option.choices then return table.concat(option.choices, "|") end
  return option.value or option.type == "string" and option.name:upper() or "N"
end

-- "  -s, --sort=self|total"
local function option_head(option)
  local short = option.short and ("  -%s, "):format(option.short) or "      "
  local value = words.takes_value(option) and "=" .. value_name(option) or ""
  return short .. "--" .. option.name .. value
end

-- A head, and a text that may have several lines beside it.
local function paragraph(head, text)
  local lines, indent = {}, (" "):rep(COLUMN)
  if #head > COLUMN - 2 then
    lines[1], head = head, ""
  end
  for line in (text .. "\n"):gmatch("(.-)\n") do
    lines[#lines + 1] = (head .. indent):sub(1, COLUMN) .. line
    head = ""
  end
  return table.concat(lines, "\n") .. "\n"
end

local function with_default(it)
  if it.default == nil then return it.help end
  return ("%s (%s)"):format(it.help, it.default)
end

local function argument_usage(argument)
  local text = argument.name:upper() .. (argument.many and "..." or "")
  return (argument.optional or argument.default ~= nil) and "[" .. text .. "]" or text
end

local function usage(name, it)
  if it.own_arguments then return ("Usage: %s [ARGUMENT...]"):format(help.call(name)) end
  local parts = { "Usage: " .. help.call(name), it.needs and "[-p PID]", "[OPTION...]" }
  if not it.needs then table.remove(parts, 2) end
  for _, argument in ipairs(it.args or {}) do parts[#parts + 1] = argument_usage(argument) end
  return table.concat(parts, " ")
end

-- All about the script NAME, whose description is IT.
function help.text(name, it)
  local parts = { usage(name, it), "\n", it.description, "\n" }
  local function add(...) table.move({ ... }, 1, select("#", ...), #parts + 1, parts) end
  if it.help then add("\n", (it.help:gsub("\n*$", "\n"))) end
  if it.own_arguments then
    add("\n\"", help.call(name), " --help\" says what its options are.\n")
    return table.concat(parts)
  end
  add("\n")
  for _, argument in ipairs(it.args or {}) do
    add(paragraph("  " .. argument.name:upper(), with_default(argument)))
  end
  for _, option in ipairs(words.options(it)) do
    add(paragraph(option_head(option), with_default(option)))
  end
  return table.concat(parts)
end

return help
