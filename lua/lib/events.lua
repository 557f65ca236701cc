-- Events: who listens to what, and what is put off until the command is done.

local pyflame = require "pyflame"

local events = {}

local KNOWN = {
  attach = {}, detach = {}, exited = {}, exec = {}, stop = {}, resume = {}, new_thread = {},
  thread_exit = {}, error = {}, before_prompt = {}, exit = {},
} -- ORDER EVENTS (src/shell/events.c): each with its handles, in the order in which they came

local Handle = {}
Handle.__index = Handle

-- From now on its function hears nothing more.
function Handle:off()
  local list = KNOWN[self.event]
  for i, handle in ipairs(list) do
    if handle == self then
      table.remove(list, i)
      return
    end
  end
end

Handle.__close = Handle.off

function Handle:__tostring() return ("handler of \"%s\""):format(self.event) end

local function names()
  local list = {}
  for name in pairs(KNOWN) do list[#list + 1] = name end
  table.sort(list)
  return table.concat(list, ", ")
end

-- An error in a function, as "set lua print-stack" wants it.
local function explain(message)
  message = tostring(message)
  if pyflame.get("lua print-stack") == "full" then message = debug.traceback(message, 2) end
  return message
end

-- What F does wrong is a warning, and nothing more; Ctrl-C is nobody's mistake.
local function call(what, f, ...)
  local good, message = xpcall(f, explain, ...)
  if good or message:find("Quit$") or pyflame.get("lua print-stack") == "none" then return end
  warn(what, ": ", (message:gsub("[^\n]+", pyflame.printable):gsub("\\t", "  ")))
end

-- pyflame.on(event, function): the function gets a table about each such event.
function events.on(event, f)
  if not KNOWN[event] then
    error(("on: there is no event \"%s\".  Known: %s."):format(tostring(event), names()), 3)
  end
  if type(f) ~= "function" then error("on: a function is wanted", 3) end
  local handle = setmetatable({ event = event, run = f }, Handle)
  table.insert(KNOWN[event], handle)
  return handle
end

-- All that listen when it happens hear it, also when one of them goes off meanwhile.
function events.tell(about)
  local list = KNOWN[about.event]
  for _, handle in ipairs(table.move(list, 1, #list, 1, {})) do
    call("on " .. about.event, handle.run, about)
  end
end

local deferred = {}

-- pyflame.defer(function): when the command that runs now is done.
function events.defer(f)
  if type(f) ~= "function" then error("defer: a function is wanted", 3) end
  deferred[#deferred + 1] = f
end

-- Those that they defer again come the next time.
function events.run_deferred()
  local list = deferred
  deferred = {}
  for _, f in ipairs(list) do call("defer", f) end
end

return events
