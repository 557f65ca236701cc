-- record as a script.

local recipe = require "pyflame.lib.recipe"
local sampling = require "pyflame.lib.sampling"

local RUN = [[
print(("%d samples recorded."):format(samples:run()))
]]

return function(words)
  local options = sampling.read("record", words, { o = "text" })
  local process = pyflame.process()
  options.record = options.o or ("pyflame.%s.rec"):format(process and process.pid or "PID")
  return recipe.samples(options, RUN)
end
