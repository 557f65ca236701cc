-- info gil: who holds the GIL, who waits for it, and how often it changes hands.

local numbered = require "pyflame.lib.numbered"

-- Those of gil's interpreter, which are all where there is one GIL only.
local function is_of(thread, gil)
  return not gil.interpreter or thread.interpreter == gil.interpreter
end

-- An interpreter that shares the main one's GIL waits for that.
local function sharers_of(gil, gils)
  local ids = {}
  for _, other in ipairs(gils) do
    if gil.interpreter == 0 and not other.own then ids[other.interpreter] = true end
  end
  return ids
end

local function print_waiting(session, list, gil, gils)
  local sharers, title = sharers_of(gil, gils), "waiting"
  for _, thread in ipairs(list) do
    if thread.gil_wait and (is_of(thread, gil) or sharers[thread.interpreter]) then
      print(("  %-9s = thread %s"):format(title, numbered.text(session, thread)))
      title = ""
    end
  end
  if title ~= "" then print("  waiting   = nobody") end
end

-- The dump is of one moment, the GIL was read a little later: who holds it is as in the dump.
local function holder_of(list, gil, gils)
  local sharers = sharers_of(gil, gils)
  for _, thread in ipairs(list) do
    if thread.gil and (is_of(thread, gil) or sharers[thread.interpreter]) then return thread end
  end
end

local function print_holder(session, list, gil, gils)
  local holder = holder_of(list, gil, gils)
  if holder then
    print(("  holder    = thread %s"):format(numbered.text(session, holder)))
    return
  end
  print("  holder    = nobody")
  local last = numbered.text_at(session, list, gil.last_holder)
  if last then print(("  last      = thread %s"):format(last)) end
end

local function print_times(gil)
  if gil.interval_us then print(("  interval  = %g s"):format(gil.interval_us / 1e6)) end
  if gil.check_interval then
    print(("  interval  = %d instructions"):format(gil.check_interval))
  end
  if gil.switches then print(("  switches  = %d"):format(gil.switches)) end
end

local function print_gil(session, list, gil, gils)
  print(gil.interpreter and ("GIL of interpreter %d:"):format(gil.interpreter) or "GIL:")
  if gil.disabled then
    print("  This Python is free-threaded, and its GIL is disabled: threads run side by side.")
    return
  end
  if not gil.own then
    print("  It shares that of interpreter 0.")
    return
  end
  print_holder(session, list, gil, gils)
  print_waiting(session, list, gil, gils)
  print_times(gil)
end

pyflame.command{
  name = "info gil", group = "threads", max_args = 0, needs = "process", again = true,
  summary = "Show who holds the global interpreter lock, and who waits for it.",
  help = [[
From CPython 3.12 on interpreters may have a lock each.  "interval" is how long a thread waits until
it asks the holder to let go (sys.setswitchinterval; with 2.7 sys.setcheckinterval), "switches" how
often another thread than before has taken it.  Who waits cannot be told with 2.7, 3.6 and a musl
libc.]],
  run = function(session)
    local list, message, code = session:threads()
    if not list then return nil, message, code end
    local gils
    gils, message, code = session.process:gils()
    if not gils then return nil, message, code end
    for i, gil in ipairs(gils) do
      if i > 1 then print() end
      print_gil(session, list, gil, gils)
    end
  end,
}
