-- record: samples into a file, to be looked at later.

local sampling = require "pyflame.lib.sampling"

-- The file has another name until it is complete; what it holds is good at any time.
local function record(session, options, path)
  local work = path .. ".partial"
  local samples <close>, message, code = sampling.start(session.process, options, work)
  if not samples then return nil, message, code end
  local good, why = pcall(samples.run, samples)
  if not good then
    error(("%s; what was sampled before is in %s"):format(why, work), 0)
  end
  good, message = os.rename(work, path)
  if not good then
    return nil, ("%s; the recording is in %s"):format(message, work), "SYSTEM"
  end
  print(("%d samples recorded in %s."):format(#samples, path))
  return sampling.conclude(samples)
end

pyflame.command{
  name = "record", group = "stack", usage = sampling.USAGE .. " [-o FILE]", needs = "process",
  summary = "Sample the stacks of the process into a file.",
  help = sampling.HELP .. [[

-o FILE       instead of pyflame.PID.rec.  While it grows it is called FILE.partial.
"report FILE" shows what is in it.]],
  run = function(session, args)
    local options, rest = sampling.read(args, { o = "text" })
    if rest[1] then return nil, "record: what is \"" .. rest[1] .. "\"?", "USAGE" end
    return record(session, options, options.o or ("pyflame.%d.rec"):format(session.process.pid))
  end,
}
