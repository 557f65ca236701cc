-- What the commands that sample have in common.

local pyflame = require "pyflame"

local launched = require "pyflame.lib.launched"
local progress = require "pyflame.lib.progress"
local words = require "pyflame.lib.words"
local write = require "pyflame.lib.write"

local sampling = {}

sampling.USAGE = "[-s SECONDS] [-r RATE] [-threads] [-children] [-x] [-mode nonstop] "
  .. "[-where EXPR]"
sampling.HELP = [[
-s SECONDS    for so long; 0 takes one sample.  Without it: until Ctrl-C, or the process ends.
-r RATE       seconds from one sample to the next, usually 0.01; 0: as fast as it goes.
-threads, -L  all Python threads, not only the one that runs Python code.
-children     the descendants of the process, too, also those that are started meanwhile.
-x            leave out samples of when no thread ran Python code.
-mode nonstop never stop a thread; samples of short calls are lost then, and counted as torn.
-where EXPR   only where EXPR, an expression of "print", is true, in the newest frame of the stack
              that has its names: -where 'self.tenant == "acme"'.  Not in nonstop mode.]]

local SPEC = {
  s = "number", r = "number", threads = true, L = true, children = true, x = true, mode = "text",
  where = "text",
}

-- Options of the line of COMMAND, and its other words; more adds to those that all have.
function sampling.read(command, args, more)
  local spec = {}
  for name, kind in pairs(SPEC) do spec[name] = kind end
  for name, kind in pairs(more or {}) do spec[name] = kind end
  local options, rest = words.read(args, spec, command)
  options.threads = options.threads or options.L
  return options, rest
end

-- Starts sampling: samples, or nil, message, code.
function sampling.start(process, options, record)
  return process:samples{
    seconds = options.s, rate = options.r, threads = options.threads,
    children = options.children, mode = options.mode, where = options.where,
    idle = not options.x, record = record, progress = progress.show,
  }
end

-- What there is to say at the end; nil, message, code when nothing was sampled.
function sampling.conclude(samples)
  for _, caution in ipairs(progress.cautions(samples)) do warn(caution) end
  local message, code = samples:reason()
  if samples.stats.taken == 0 then return nil, message or "Nothing was sampled.", code end
  local ending = code == "GONE" and launched.ending(samples.info.pid)
  if ending then
    print(("[Process %d %s]"):format(samples.info.pid, ending))
  elseif message then
    warn(message)
  end
  return true
end

-- "1 sample", "2 samples".
function sampling.counted(count, noun)
  return ("%d %s%s"):format(count, noun, count == 1 and "" or "s")
end

-- Says where the samples are; nothing when they went to the output.
function sampling.say_written(samples, path)
  if not path then return end
  print(("%s written to %s."):format(sampling.counted(#samples, "sample"), pyflame.printable(path)))
end

-- Samples the process of the session into a file, or the output, in a format.
function sampling.run(session, options)
  local writer <close>, message, code = write.open(options.format, options.o, {
    idle = not options.x, rows = options.rows, merge = options.merge,
  })
  if not writer then return nil, message, code end
  local samples <close>, why, what = sampling.start(session.process, options)
  if not samples then return nil, why, what end
  writer:add(samples)
  local good
  good, message, code = writer:finish()
  if not good then return nil, message, code end
  sampling.say_written(samples, options.o)
  return sampling.conclude(samples)
end

return sampling
