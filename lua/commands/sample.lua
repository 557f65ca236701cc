-- sample: where the process spends its time, in a format of one's choice.

local sampling = require "pyflame.lib.sampling"

pyflame.command{
  name = "sample", group = "sampling", needs = "process",
  usage = sampling.USAGE .. " [-merge] [-format NAME] [-o FILE]",
  summary = "Sample the stacks of the process.",
  help = sampling.HELP .. [[

-format NAME  folded (as usual; for flamegraph.pl), flamechart, cpuprofile (for Chrome), json,
              json-tally, report, or one of your own.
-merge        with -children: equal stacks of all processes count together.
-o FILE       into a file instead of the output.  It gets its name when it is whole.]],
  run = function(session, args)
    local options, rest = sampling.read("sample", args, {
      format = "text", o = "text", merge = true,
    })
    if rest[1] then return nil, "sample: what is \"" .. rest[1] .. "\"?", "USAGE" end
    return sampling.run(session, options)
  end,
}
