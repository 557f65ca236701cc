-- sample as a script.

local recipe = require "pyflame.lib.recipe"
local sampling = require "pyflame.lib.sampling"

return function(words)
  local options, rest = sampling.read("sample", words, {
    format = "text", o = "text", merge = true,
  })
  if rest[1] then return nil, "sample: what is \"" .. rest[1] .. "\"?", "USAGE" end
  return recipe.samples(options, recipe.write(options, "folded"))
end
