-- record: samples into a file, to be looked at later.

local sampling = require "pyflame.lib.sampling"

local ENOENT = 2

-- Also what cannot be opened is there.
local function exists(path)
  local file <close>, _, code = io.open(path)
  return file ~= nil or code ~= ENOENT
end

-- A name that neither a recording nor one that grows has.
local function unused_name(pid)
  local path, number = ("pyflame.%d.rec"):format(pid), 1
  while exists(path) or exists(path .. ".partial") do
    number = number + 1
    path = ("pyflame.%d.%d.rec"):format(pid, number)
  end
  return path
end

-- The file has another name until it is complete; what it holds is good at any time.
local function record(session, options, name)
  local path, message, code = pyflame.replaceable(name)
  if not path then return nil, message, code end
  local work = path .. ".partial"
  local samples <close>, refusal, what = sampling.start(session.process, options, work)
  if not samples then return nil, refusal, what end
  local _ <close> = samples:shield()
  local good, why = pcall(samples.run, samples)
  if not good then
    error(("%s; what was sampled before is in %s"):format(why, work), 0)
  end
  local replaced = exists(path)
  good, message = os.rename(work, path)
  if not good then
    return nil, ("%s; the recording is in %s"):format(message, work), "SYSTEM"
  end
  print(("%s recorded in %s%s."):format(
    sampling.counted(#samples, "sample"), pyflame.printable(name),
    replaced and "; what was there is replaced" or ""))
  return sampling.conclude(samples)
end

pyflame.command{
  name = "record", group = "sampling", usage = sampling.USAGE .. " [-o FILE]", needs = "process",
  summary = "Sample the stacks of the process into a file.",
  help = sampling.HELP .. [[

-o FILE       instead of pyflame.PID.rec, or pyflame.PID.2.rec when that is there, and so on.
              What FILE was is replaced.  While it grows it is called FILE.partial.
"report FILE" shows what is in it.]],
  run = function(session, args)
    local options, rest = sampling.read("record", args, { o = "text" })
    if rest[1] then
      return nil, ("record takes no FILE without -o.  Try \"record -o %s\"."):format(rest[1]),
             "USAGE"
    end
    return record(session, options, options.o or unused_name(session.process.pid))
  end,
}
