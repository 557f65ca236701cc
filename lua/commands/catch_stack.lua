-- catch stack: runs the process until a thread's stack has a function, and holds it there.

local catching = require "pyflame.lib.catching"

pyflame.command{
  name = "catch stack", group = "sampling", needs = "process", min_args = 1, composes = true,
  usage = "PATTERN [for DURATION] [-thread T] [-s SECONDS] [-r RATE] [-n COUNT] [if EXPR] " ..
    "[-do COMMAND]",
  summary = "Wait until a function is in a thread's stack, and stop the process there.",
  help = [[
PATTERN is one for a function, module:function or file:line, such as json.*:* or app.py:20.  With a
DURATION, such as 2s or 500ms, it must have been in the thread's stack at every look for so long.
With EXPR, an expression of "print", it must be true in the newest frame that matches.  That is
looked at while the process is held, which then runs on where it is not.
The thread is selected, and the process stays stopped until "continue".
]] .. catching.HELP .. [[

COMMAND is the rest of the line.  Example: catch stack handle_request for 2s -do backtrace 5
It is what comes nearest to a breakpoint.]],
  run = function(session, args)
    local options, pattern = catching.read_pattern(args.text)
    return catching.run(session, options, catching.pattern(pattern))
  end,
}

pyflame.command{
  name = "catch", group = "sampling", max_args = 0,
  summary = "Wait for a stack, and stop the process there.",
  help = "Only stacks can be caught: \"catch stack PATTERN\".",
  run = function() return nil, "Argument required.  Try \"catch stack PATTERN\".", "USAGE" end,
}
