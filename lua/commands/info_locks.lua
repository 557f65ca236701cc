-- info locks: who waits for which lock, who holds it, and who waits for each other.

local numbered = require "pyflame.lib.numbered"

local function place_text(place)
  if not place then return "  outside of Python code" end
  local line = place.line and (":" .. place.line) or ""
  return ("  at %s (%s%s)"):format(pyflame.printable(place.func), pyflame.printable(place.file),
                                  line)
end

local function print_wait(session, list, wait)
  local thread = numbered.text_at(session, list, wait.thread)
  print(("Thread %s waits for %s"):format(thread, pyflame.printable(wait.text)))
  print(place_text(wait.place))
  if wait.notice then
    print("  until it is notified")
  elseif wait.owner then
    print(("  held by thread %s"):format(numbered.text_at(session, list, wait.owner)))
    print("  " .. place_text(wait.owner_place))
  elseif wait.owner_ident then
    print(("  held by a thread that is not there, whose ident was %d"):format(wait.owner_ident))
  else
    print("  held by a thread: which one is not noted in it")
  end
end

-- The waits of one circle, each behind that which waits for it.
local function circle_of(waits, number)
  local by_thread, first = {}, nil
  for _, wait in ipairs(waits) do
    if wait.deadlock == number then
      by_thread[wait.thread] = wait
      first = first or wait
    end
  end
  local circle, wait = {}, first
  repeat
    circle[#circle + 1] = wait
    wait = by_thread[wait.owner]
  until wait == first or not wait
  return circle
end

local function print_deadlock(session, list, circle)
  print()
  print(#circle == 1 and "Deadlock: a thread waits for itself."
        or ("Deadlock: %d threads wait for each other."):format(#circle))
  for _, wait in ipairs(circle) do
    print(("  thread %s waits for thread %s"):format(
      numbered.text_at(session, list, wait.thread), numbered.text_at(session, list, wait.owner)))
    print("  " .. place_text(wait.place))
  end
end

pyflame.command{
  name = "info locks", group = "threads", max_args = 0, needs = "process", again = true,
  summary = "Show which threads wait for which locks, who holds them, and deadlocks.",
  help = [[
A lock is named when the thread sleeps on what this very lock is made of.  Locks inside of C code,
as that of a file, are no objects: who waits for them is not listed, and neither is who waits for
the GIL (see "info gil").  Who holds it is known of RLocks, of what is made of them, as Conditions,
and of the locks of modules that are being imported; a plain Lock does not note it.  Threads that
wait for each other in a circle are a deadlock.]],
  run = function(session)
    local list, message, code = session:threads()
    if not list then return nil, message, code end
    local waits
    waits, message, code = session.process:locks()
    if not waits then return nil, message, code end
    if #waits == 0 then print("No thread waits for a lock.") end
    local circles = 0
    for _, wait in ipairs(waits) do
      print_wait(session, list, wait)
      circles = math.max(circles, wait.deadlock or 0)
    end
    for number = 1, circles do print_deadlock(session, list, circle_of(waits, number)) end
  end,
}
