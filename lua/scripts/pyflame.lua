-- pyflame, the old command: samples of a process or of a command, for flamegraph.pl.

local pyflame = require "pyflame"
pyflame.script{
  description = "Sample a process or a command for flamegraph.pl: Pyflame's own command.",
  category = "profiling", own_arguments = true,
}
local options = require "pyflame.lib.pyflame_options"
local progress = require "pyflame.lib.progress"
local write = require "pyflame.lib.write"

local FAILED = 1

-- When a command has become a Python that cannot be sampled yet: how often, and seconds between.
local ATTEMPTS, PAUSE = 50, 0.002

local function say(...)
  io.stderr:write(...)
  io.stderr:write("\n")
  return FAILED
end

-- Why a process cannot be looked at, first in the old command's words.
local function say_attach_failure(pid, message, code, advice)
  if code == "USAGE" then return say(message, ".") end
  if code == "NOT_PYTHON" or code == "UNSUPPORTED" then
    say("Failed to locate libpython within timeout period.")
  else
    say("Failed to seize PID ", pid)
  end
  say("pyflame: ", pyflame.printable(message), ".")
  if advice then say(pyflame.printable(advice)) end
  return FAILED
end

-- The process PID, read as the version that was asked for, if any.
local function attach(read, pid)
  if read.abi == "3.4" then
    return nil, "Target has Python ABI 34, which is not supported by this pyflame build", "USAGE"
  end
  local process, message, code, advice = pyflame.attach(pid, { abi = read.abi })
  if not process then return nil, message, code, advice end
  if process.warning then say("pyflame: warning: ", process.warning, ".") end
  return process
end

-- The file for -o, or standard output; both are safe from a full disk.
local function open_output(read)
  local file, message = pyflame.create(read.o or io.stdout)
  if file then return file end
  say(('cannot open file "%s" as output'):format(read.o))
  say("pyflame: ", pyflame.printable(message), ".")
end

-- Whoever does not read to the end, as head(1), knows that.
local function say_write_failure(message)
  if message == "cannot write the output: Broken pipe" then return FAILED end
  return say("pyflame: ", pyflame.printable(message), ".")
end

local function close_output(file)
  local good, message = file:finish()
  if not good then say_write_failure(message) end
  return good
end

-- A writer that finishes the file, too.
local function open_writer(read, file)
  local writer = assert(write.open(read.T and "flamechart" or "folded", file, {
    lines = not read.n, idle = not read.x, merge = read.M,
  }))
  writer.created = file
  return writer
end

local function wishes(read, seconds)
  return {
    rate = read.rate, seconds = seconds, threads = read.L, idle = not read.x, children = read.C,
    progress = not read.t and progress.show or nil,
  }
end

local function start(read, process, seconds)
  return process:samples(wishes(read, seconds))
end

local function dump_thread(file, thread)
  file:write(thread.ident or 0, thread.gil and "*" or "", ":\n")
  for frame in thread:frames() do
    local text = ("%s:%s:%d"):format(frame.file, frame.name, frame.line or 0)
    file:write(pyflame.printable(text), "\n")
  end
end

-- Threads of an interpreter are linked from the newest to the oldest.
local function dump(process, file)
  local taken, message, code = process:dump()
  if not taken then return say_attach_failure(process.pid, message, code) end
  local first = true
  for _, interpreter in ipairs(taken.interpreters) do
    for i = #interpreter.threads, 1, -1 do
      file:write(first and "" or "\n")
      dump_thread(file, interpreter.threads[i])
      first = false
    end
  end
  return close_output(file) and 0 or FAILED
end

local function say_refusal(samples)
  local refusal = progress.refusal(samples)
  if refusal then say("pyflame: warning: ", pyflame.printable(refusal), ".") end
end

-- For people only: the old command said nothing on stderr when all was well.
local function say_idle(read, samples, writer)
  if not writer.busy and samples.stats.taken > 1 and not read.L and pyflame.status_line("") then
    say("pyflame: all samples were idle: try --threads", read.C and "" or " or --children", ".")
  end
end

-- Whether sampling ended before its time while its target did not; says so.
local function say_early_end(samples)
  local why, code = samples:reason()
  if not why or code == "GONE" then return false end
  say("pyflame: warning: sampling ended early: ", pyflame.printable(why), ".")
  return true
end

local function write_samples(read, samples, file)
  local writer = open_writer(read, file)
  writer:add(samples)
  say_refusal(samples)
  local why = samples:reason()
  local nothing = samples.stats.taken == 0
  local good, message = writer:finish()
  if not good then return say_write_failure(message) end
  say_idle(read, samples, writer)
  if nothing then return say("pyflame: nothing was sampled", why and ": " .. why or "", ".") end
  return say_early_end(samples) and FAILED or 0
end

local function sample_process(read, process, file)
  local samples <close>, message, code = start(read, process, read.seconds)
  if not samples then return say_attach_failure(read.pid, message, code) end
  return write_samples(read, samples, file)
end

-- The process itself need not be a Python.
local function sample_family(read)
  local file <close> = open_output(read)
  if not file then return FAILED end
  local samples <close>, message, code, advice =
    pyflame.samples(read.pid, wishes(read, read.seconds))
  if not samples then return say_attach_failure(read.pid, message, code, advice) end
  return write_samples(read, samples, file)
end

local function look_at_process(read)
  if read.deprecated then
    say("WARNING: Specifying a PID to trace without -p is deprecated; ",
        "see Pyflame issue #99 for details.")
  end
  if read.C then return sample_family(read) end
  local process <close>, message, code, advice = attach(read, read.pid)
  if not process then return say_attach_failure(read.pid, message, code, advice) end
  local file <close> = open_output(read)
  if not file then return FAILED end
  if read.d then return dump(process, file) end
  return sample_process(read, process, file)
end

-- The same Python once more, read as what was asked for; says why when that cannot be.
local function attach_child(read, child)
  local process, message, code = attach(read, child.pid)
  if not process and code ~= "GONE" then say_attach_failure(child.pid, message, code) end
  return process
end

-- Samples one Python of the command's, from when it appears to when it ends or runs another
-- program. How many samples there were, whether there may be more of another, and whether
-- sampling ended early.
local function sample_child(read, child, writer)
  local process <close>, message, code = child:attach{}
  if not process then
    if code ~= "GONE" then say_attach_failure(child.pid, message, code) end
    return 0, code == "GONE" -- it may only have run another program
  end
  local insisted <close> = read.abi and attach_child(read, child)
  if read.abi and not insisted then return 0, false end
  local samples <close>, why, what = start(read, insisted or process, -1)
  if not samples then
    if what ~= "GONE" then say_attach_failure(child.pid, why, what) end
    return 0, what == "GONE"
  end
  writer:add(samples)
  local taken = samples.stats.taken
  local early = taken > 0 and say_early_end(samples)
  return taken, not early and samples:reason() ~= nil, early
end

-- One Python after the other; gives up when that does not lead to samples any more.
local function sample_all(read, child, writer)
  local taken, vain = 0, 0
  local count, more, early
  while vain < ATTEMPTS do
    count, more, early = sample_child(read, child, writer)
    taken = taken + count
    vain = count == 0 and vain + 1 or 0
    if not more or child:wait(PAUSE) then break end
  end
  return taken, early
end

-- Samples every Python among the command and its descendants, until the command ends.
local function sample_descendants(read, child, writer)
  local samples <close>, message, code = pyflame.samples(child.pid, wishes(read, -1))
  if not samples then
    if code ~= "GONE" then say_attach_failure(child.pid, message, code) end
    return 0
  end
  writer:add(samples)
  say_refusal(samples)
  return samples.stats.taken, say_early_end(samples)
end

local function say_nothing(read)
  say("pyflame: ", read.command[1], " has ended without being sampled: ",
      read.C and "there was no Python among its processes" or "it did not become a Python",
      " that can be read.")
end

local function end_as(child_end, failed)
  if child_end.signal then pyflame.quit{ signal = child_end.signal } end
  return child_end.status == 0 and failed and FAILED or child_end.status
end

local function trace(read)
  local file <close> = open_output(read)
  if not file then return FAILED end
  local writer = open_writer(read, file)
  local child <close>, message, _, status = pyflame.launch(read.command)
  if not child then
    say(("execvp() failed for: %s, err = %s"):format(pyflame.printable(read.command[1]),
        message:match(": ([^:]*)$") or message))
    return status
  end
  local taken, early = (read.C and sample_descendants or sample_all)(read, child, writer)
  local child_end = child:wait()
  local good
  good, message = writer:finish()
  if not good then say_write_failure(message) end
  if taken == 0 then say_nothing(read) end
  return end_as(child_end, taken == 0 or early or not good)
end

local function main(...)
  local read, why, usage = options.read({ ... })
  if not read then
    if why ~= "" then say(why) end
    if usage then io.stderr:write(options.USAGE) end
    return FAILED
  end
  if read.h then io.write(options.version(), "\n", options.USAGE) return 0 end
  if read.v then io.write(options.version()) return 0 end
  if read.t then return trace(read) end
  return look_at_process(read)
end

return main(...)
