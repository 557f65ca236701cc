-- dump as a script, in a format that is not C's.

local pyflame = require "pyflame"

local recipe = require "pyflame.lib.recipe"
local stacks = require "pyflame.lib.stacks"

local RENDER = [[
pyflame.write(assert(pyflame.render(assert(pyflame.threads()), @format@, @options@)))
]]

-- What C prints; as in cmd_dump.c.
local PLAIN = { [""] = true, text = true, gdb = true, json = true }

return function(words)
  local format = words[2] or words[1] and words[1]:match("=(.*)$") or pyflame.get("format")
  if not format or PLAIN[format] then return nil end
  local good, message, code = stacks.check(format)
  if not good then return nil, message, code end
  return recipe.fill(RENDER, {
    format = recipe.literal(format),
    options = recipe.options{ heading = true, no_filters = true },
  })
end
