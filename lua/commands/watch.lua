-- watch: waits until the value of an expression changes, and stops the process then.

local catching = require "pyflame.lib.catching"
local completion = require "pyflame.lib.value_completion"
local looking = require "pyflame.lib.looking"
local value_history = require "pyflame.lib.value_history"

local RATE = 0.001

-- Looks again and again until TEXT is worth something else than BEFORE in FRAME: what it is worth
-- then; or nil, message, code. A look that came at a bad moment does not count.
local function wait(frame, text, variables, before, options)
  local waited = 0
  while not options.s or waited < options.s do
    local good, message, code = pyflame.sleep(options.r or RATE)
    if not good then return nil, message, code end
    waited = waited + (options.r or RATE)
    local found, advice
    found, message, code, advice = frame:inspect(text, looking.limits(), variables)
    if not found and code ~= "TORN" then return nil, message, code, advice end
    if found and (found.text ~= before.text or found.type ~= before.type) then return found end
  end
  return nil, "the value did not change in time"
end

-- The level that FRAME has in the selected thread now; nil: none.
local function level_of(frame)
  local thread = pyflame.thread()
  for other in thread and thread:frames() or function() end do
    if other.at == frame.at and other.code.at == frame.code.at then return other.level end
  end
end

-- Stops the process, and says what has changed: it may have done so again until then.
local function report(session, frame, text, variables, before, after)
  local good, message, code = session:stop()
  if not good then return nil, message, code end
  local level = level_of(frame)
  if level then
    frame = session:select_frame(level)
    after = frame:inspect(text, looking.limits(), variables) or after
  end
  print(("\nWatch: %s\n\nOld value = %s\nNew value = %s"):format(
        pyflame.printable(text), looking.text(before.text), looking.text(after.text)))
  if level then return pyflame.execute("frame " .. level) end
  return true
end

local function watch(session, options, text)
  local variables = value_history.variables(text)
  session:resume()
  local frame
  local before, message, code, advice = looking.at(session, function(selected)
    frame = selected
    return selected:inspect(text, looking.limits(), variables)
  end)
  if not before then return nil, message, code, advice end
  local after
  after, message, code, advice = wait(frame, text, variables, before, options)
  if after then return report(session, frame, text, variables, before, after) end
  if message and message:find("^frame is gone") then
    message = ("%s has left the frame in which the expression is valid"):format(frame.name)
    advice = nil
  end
  return nil, message, code, advice
end

pyflame.command{
  name = "watch", group = "sampling", usage = "[-s SECONDS] [-r RATE] EXPR", min_args = 1,
  needs = "process", composes = true, complete = completion.complete,
  summary = "Wait until the value of an expression changes, and stop the process then.",
  help = [[
EXPR is as for "print".  What is printed of its value in the selected frame is looked at again and
again, and compared: a value that changes and changes back between two looks is not seen, and the
process may have run on for a moment before it stops.  Nothing is planted in the process.
-s SECONDS  for so long at most.
-r RATE     seconds from one look to the next, usually 0.001.
It ends when the frame has been left, and by Ctrl-C.]],
  run = function(session, args)
    local options, text = catching.read(args.text)
    for _, name in ipairs{ "thread", "n", "do" } do
      if options[name] then error("Unknown option: -" .. name, 0) end
    end
    if text == "" then error("Argument required (expression to compute).", 0) end
    return watch(session, options, text)
  end,
}
