-- report as a script.

local recipe = require "pyflame.lib.recipe"
local sampling = require "pyflame.lib.sampling"

return function(words)
  local options, rest = sampling.read("report", words, {
    n = "number", format = "text", o = "text", merge = true,
  })
  options.s, options.rows = options.s or 5, options.n and math.tointeger(options.n)
  local file = rest[1] or pyflame.session().recording
  if not file then return recipe.samples(options, recipe.write(options, "report")) end
  return ("local samples <close> = assert(pyflame.recording(%s))\n"):format(recipe.literal(file))
         .. recipe.write(options, "report")
end
