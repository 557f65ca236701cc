-- The selected inferior, thread and frame: kept while commands run that may select others.

local pyflame = require "pyflame"

local selection = {}
local Kept = {}
Kept.__index = Kept

local function selected_inferior()
  for _, inferior in ipairs(pyflame.inferiors()) do
    if inferior.selected then return inferior end
  end
end

-- The selected inferior and its process, without a look at that.
function selection.keep_process(session)
  return setmetatable({ session = session, inferior = selected_inferior() }, Kept)
end

-- What is selected now. As a <close> variable it is selected again when that goes out of scope.
function selection.keep(session)
  local kept, thread, frame = selection.keep_process(session), session.thread, session.frame
  kept.thread = thread and session:number(thread)
  kept.level = frame and frame.level
  return kept
end

-- Selects the inferior again; false when its process is no longer looked at.
function Kept:select_process()
  local number = self.inferior.number
  if selected_inferior().number ~= number then assert(pyflame.capture("inferior " .. number)) end
  return selected_inferior().pid == self.inferior.pid
end

-- Selects the inferior and the thread again; false when its process is no longer looked at.
function Kept:select_thread()
  if not self:select_process() then return false end
  if self.thread then self.session:select(self.thread) end
  return true
end

function Kept:__close()
  if self:select_thread() and self.level then self.session:select_frame(self.level) end
end

return selection
