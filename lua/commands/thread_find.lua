-- thread find: the threads that go by a name.

local threads_lib = require "pyflame.lib.threads"

pyflame.command{
  name = "thread find", group = "threads", usage = "PATTERN", min_args = 1,
  needs = "process", again = true,
  summary = "Find the threads whose name, or id of the kernel's, a pattern matches.",
  help = "PATTERN is one of Lua's, such as \"^worker\"; it may match a part.",
  run = function(session, args)
    local threads, message, code = session:threads()
    if not threads then return nil, message, code end
    local pattern, found = args.text, false
    if not pcall(string.find, "", pattern) then
      return nil, "Invalid pattern: " .. pattern .. ".", "USAGE"
    end
    for _, thread in ipairs(threads) do
      local id = threads_lib.id(thread)
      local name = thread.name
      local is_named = name and name:find(pattern)
      if is_named or id:find(pattern) then
        found = true
        print(("Thread %d has %s '%s'"):format(
          session:number(thread), is_named and "name" or "target id",
          is_named and pyflame.printable(name) or id))
      end
    end
    if not found then print(("No threads match '%s'"):format(pattern)) end
  end,
}
