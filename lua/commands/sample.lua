-- sample: where the process spends its time, in a format of one's choice.

local sampling = require "pyflame.lib.sampling"

pyflame.command{
  name = "sample", group = "stack", usage = sampling.USAGE .. " [-format NAME] [-o FILE]",
  needs = "process",
  summary = "Sample the stacks of the process.",
  help = sampling.HELP .. [[

-format NAME  folded (as usual; for flamegraph.pl), flamechart, cpuprofile (for Chrome), json,
              json-tally, report, or one of your own.
-o FILE       into a file instead of the output.  It gets its name when it is whole.]],
  run = function(session, args)
    local options, rest = sampling.read(args, { format = "text", o = "text" })
    if rest[1] then return nil, "sample: what is \"" .. rest[1] .. "\"?", "USAGE" end
    return sampling.run(session, options)
  end,
}
