-- Looking at values in the selected frame, whether the process is stopped or runs.

local pyflame = require "pyflame"

local looking = {}

local ATTEMPTS = 8 -- before Python's threads are stopped for a look

-- How values are printed, as the settings want it.
function looking.limits()
  return {
    depth = pyflame.get("print depth") or 0, elements = pyflame.get("print elements") or 0,
    repeats = pyflame.get("print repeats") or 0,
    max_string = pyflame.get("print max-string") or 0,
  }
end

-- A text as "set print address" wants it.
function looking.text(text)
  if not pyflame.get("print address") then
    text = text:gsub("(<[^<>'\"]-) at 0x%x+", "%1")
  end
  return pyflame.printable(text)
end

local function is_gone(message, code)
  return code == "TORN" or message ~= nil and message:find("is gone: ", 1, true) ~= nil
end

-- The selected frame, as it is now.
local function find_frame(chosen)
  local frame, message, code = pyflame.frame()
  if not frame then
    return nil, message == "No stack." and "No frame selected." or message, code
  end
  if chosen and not pyflame.session().chosen then
    return nil, "frame is gone: the thread has moved on", "USAGE",
           "Use \"stop\" to hold it, or take a new look with \"bt\"."
  end
  return frame
end

local function look(chosen, work)
  local frame, message, code, advice = find_frame(chosen)
  if not frame then return nil, message, code, advice end
  return work(frame)
end

-- Does WORK with the selected frame. Where the process runs on, it may leave that before WORK is
-- done: then WORK begins anew, unless a frame was chosen and is no longer there. In the end
-- Python's threads are stopped for it.
function looking.at(session, work)
  local chosen = session.chosen
  for _ = 1, session.stopped and 1 or ATTEMPTS do
    local result, message, code, advice = look(chosen, work)
    if result ~= nil or not is_gone(message, code) then return result, message, code, advice end
    if session.stopped or chosen and not session.chosen then
      return nil, message, code, advice
    end
    session:refresh()
  end
  local hold <close>, message, code = session.process:stop()
  if not hold then return nil, message, code end
  session:refresh()
  return look(chosen, work)
end

return looking
