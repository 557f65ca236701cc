-- target record: a recording as what the session looks at.

local sampling = require "pyflame.lib.sampling"

pyflame.command{
  name = "target record", group = "target", usage = "FILE", min_args = 1, max_args = 1,
  complete = "files",
  summary = "Look at a recording.",
  help = [[
A process that is attached is let go.  "report" without a FILE is of the recording then, in any of
its formats, and "info target" says what it is.  "attach" and "detach" end that.]],
  run = function(session, args)
    local samples <close>, message, code = pyflame.recording(args[1])
    if not samples then return nil, message, code end
    session:open_recording(args[1])
    print(("%s of process %s in %s."):format(
      sampling.counted(samples:run(), "sample"), samples.info.pid or "?",
      pyflame.printable(args[1])))
    if samples:reason() then warn(args[1] .. ": " .. samples:reason()) end
    return true
  end,
}

pyflame.command{
  name = "target", group = "target", max_args = 0,
  summary = "Show what the session looks at, or look at something else.",
  help = "Without more it is \"info target\".",
  run = function() return pyflame.execute("info target") end,
}
