-- report: the functions that take the most time.

local sampling = require "pyflame.lib.sampling"

local OF_PROCESSES = { "s", "r", "threads", "children", "mode", "where" }

-- What means nothing for a recording: nil, message, code.
local function check_recorded(options)
  for _, name in ipairs(OF_PROCESSES) do
    if options[name] then
      return nil, ("-%s is for sampling a process; of a recording, \"report\" takes -n, -x, "
                   .. "-merge, -format and -o."):format(name), "USAGE"
    end
  end
  return true
end

local function of_recording(path, options)
  local good, why, usage = check_recorded(options)
  if not good then return nil, why, usage end
  local samples <close>, message, code = pyflame.recording(path, { idle = not options.x })
  if not samples then return nil, message, code end
  if samples:reason() then warn(path .. ": " .. samples:reason()) end
  options.recorded = true
  good, message, code = samples:write(options.format, options.o, options)
  if not good then return nil, message, code end
  sampling.say_written(samples, options.o)
  return true
end

pyflame.command{
  name = "report", group = "sampling",
  usage = "[FILE | " .. sampling.USAGE .. "] [-n ROWS] [-merge] [-format NAME] [-o FILE]",
  complete = "files",
  summary = "Show which functions take how much time.",
  help = [[
Of the recording FILE or that of "target record", or of the process, which is sampled for it (for
5 seconds, without -s).
Self is the share of samples in which the function itself ran, Total counts what it called, too;
each with the interval that holds the true share in 95 of 100 cases.  They are shares of the
samples that are neither idle nor failed; the heading says how many ran Python of all.
-n ROWS       so many functions, usually 20.
-format NAME, -merge and -o FILE as of "sample".
A recording takes -n, -x, -merge, -format and -o only: the others are for sampling.
]] .. sampling.HELP,
  run = function(session, args)
    local options, rest = sampling.read("report", args, {
      n = "number", format = "text", o = "text", merge = true,
    })
    options.rows = options.n
    options.format = options.format or "report"
    if options.format == "report" then options.x = nil end -- its shares leave them out anyway
    if rest[2] then return nil, "report: what is \"" .. rest[2] .. "\"?", "USAGE" end
    local path = rest[1] or session.recording
    if path then return of_recording(path, options) end
    if not session.process then
      return nil, "No process is attached.  Try \"attach PID\", or \"report FILE\".", "USAGE"
    end
    options.s = options.s or 5
    return sampling.run(session, options)
  end,
}
