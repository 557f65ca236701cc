-- watchdog: all stacks, as soon as one function has been on top for too long.

local pyflame = require "pyflame"
local args = pyflame.script{
  description = "Dump all threads when one function has been on top for too long.",
  category = "threads", needs = "process",
  help = [[
FUNCTION is a pattern such as "handle_*" or "Worker.*", for names and qualified names; any function
without it, but then only while its thread runs.  Too long is: in every sample for that time.  Each
such time is said once; Ctrl-C ends it.]],
  args = { { name = "function", optional = true, help = "which functions to look for" } },
  options = {
    { name = "seconds", short = "s", type = "number", min = 0, default = 5, help = "too long" },
    { name = "anywhere", short = "a", help = "anywhere in the stack, and not only on top" },
    { name = "waiting", short = "w", help = "without FUNCTION: also of threads that wait" },
    { name = "rate", short = "r", type = "number", min = 0.001, default = 0.05,
      help = "seconds from one sample to the next" },
    { name = "times", short = "n", type = "integer", min = 1, help = "so many times, then leave" },
  },
}
local functions = require "pyflame.lib.functions"

local ANEW = math.max(3600, 4 * args.seconds) -- what is remembered of stacks is forgotten then

local pattern = args["function"]
local RUNS = { gil = true, running = true, ["gil-wait"] = true }

-- The functions of a sample's stack that are looked for, as keys; kept for each stack.
local found = {}
local function functions_of(sample)
  local it = found[sample.stack]
  if it then return it end
  it = {}
  for frame in sample:frames() do
    if not pattern or functions.matches(frame, pattern) then
      it[functions.title(frame)] = true
    end
    if not args.anywhere then break end
  end
  found[sample.stack] = it
  return it
end

-- For each thread: since when each of its functions has been there, and which were told.
local since, told = {}, {}

-- A function that has been there for too long and was not told yet.
local function overdue(sample)
  local id, now = sample.thread_id, {}
  local counts = RUNS[sample.state] or sample.state == "waiting" and (pattern or args.waiting)
  local before = since[id] or {}
  told[id] = told[id] or {}
  for name in pairs(counts and functions_of(sample) or {}) do
    now[name] = before[name] or sample.time
  end
  for name in pairs(told[id]) do told[id][name] = now[name] and true end
  since[id] = now
  for name, time in pairs(now) do
    if sample.time - time >= args.seconds and not told[id][name] then return name, time end
  end
end

local function tell(sample, name, time)
  told[sample.thread_id][name] = true
  pyflame.write(("%s  thread %s has been in %s for %.2f s\n"):format(
    os.date("%Y-%m-%d %H:%M:%S"), functions.thread_title(sample.thread), name,
    sample.time - time))
  local good, message, code = pyflame.execute("dump")
  pyflame.write("\n")
  pyflame.flush()
  return good, message, code
end

-- Until the process ends, Ctrl-C, or enough times; true when it is to begin anew.
local times = 0
local function watch()
  found, since, told = {}, {}, {}
  local samples <close>, message, code = args.process:samples{
    rate = args.rate, threads = true, seconds = ANEW,
  }
  if not samples then return nil, message, code end
  for sample in samples do
    local name, time
    if sample.thread then name, time = overdue(sample) end
    if name then
      local good, why, what = tell(sample, name, time)
      if not good and what ~= "TORN" then return nil, why, what end
      times = times + 1
      if times == args.times then return false end
    end
  end
  message, code = samples:reason()
  if message and code ~= "GONE" then return nil, message, code end
  return not message and samples.stats.elapsed >= ANEW - 1
end

local again, message, code
repeat again, message, code = watch() until not again
if message then return nil, message, code end
