-- flamechart: each sample with its time, as Pyflame's --flamechart.

local pyflame = require "pyflame"
local args = pyflame.script{
  description = "Write each sample with its time, to draw a flame chart of.",
  category = "profiling", needs = "process",
  options = {
    { name = "seconds", short = "s", type = "number", min = 0, default = 1, help = "for so long" },
    { name = "rate", short = "r", type = "number", min = 0, default = 0.001,
      help = "seconds from one sample to the next" },
    { name = "threads", short = "t", help = "all threads, not only the one that runs Python code" },
    { name = "no-idle", short = "x", help = "leave out when no thread ran Python code" },
    { name = "output", short = "o", type = "string", value = "FILE",
      help = "instead of the output" },
  },
}
local sampling = require "pyflame.lib.sampling"

return sampling.run({ process = args.process }, {
  s = args.seconds, r = args.rate, threads = args.threads, x = args.no_idle, o = args.output,
  format = "flamechart",
})
