-- How threads are named in tables and headings.

local pyflame = require "pyflame"

local threads = {}

-- 'Thread 0x7f33c0a5f740 (LWP 14415)'
function threads.id(thread)
  local ident = thread.ident and ("0x%x"):format(thread.ident) or "?"
  return ("Thread %s (LWP %s)"):format(ident, thread.tid or "?")
end

-- 'Thread 0x7f33c0a5f740 (LWP 14415) "MainThread"'; shorten(name) makes it fit.
function threads.title(thread, shorten)
  local name = thread.name
  if not name then return threads.id(thread) end
  name = pyflame.printable(shorten and shorten(name) or name)
  return ('%s "%s"'):format(threads.id(thread), name)
end

return threads
