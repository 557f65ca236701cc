-- frame apply: a command for each of several frames.

local apply = require "pyflame.lib.apply"
local selection = require "pyflame.lib.selection"
local styled = require "pyflame.lib.styled"

local FLAGS = { ["-q"] = true, ["-c"] = true, ["-s"] = true }

-- Levels 0 and up of the frames that the first word, or "level" and more, means; and the rest.
local function parse_levels(text, count)
  local word, rest = text:match("^(%S+)%s*(.*)$")
  if not word then error("Missing COUNT argument.", 0) end
  local first, last = 0, count - 1
  if word == "level" then
    local levels = {}
    rest = apply.take_words(rest, function(range)
      local from, to = apply.range(range)
      if not from then return false end
      if to >= count then error(("No frame at level %d."):format(to), 0) end
      for level = from, to do levels[#levels + 1] = level end
      return true
    end)
    if #levels == 0 then error("Missing or invalid LEVEL... argument", 0) end
    return levels, rest
  end
  local number = math.tointeger(tonumber(word))
  if number and number < 0 then
    first = math.max(0, count + number)
  elseif number then
    last = math.min(number, count) - 1
  elseif ("all"):sub(1, #word) ~= word then
    error("Invalid COUNT argument.", 0)
  end
  local levels = {}
  for level = first, last do levels[#levels + 1] = level end
  return levels, rest
end

local function run(session, text)
  local threads, message, code = session:threads()
  if not threads then return nil, message, code end
  local thread = session.thread
  if #thread == 0 then return nil, "No stack.", "USAGE" end
  local levels, rest = parse_levels(text, #thread)
  local flags, command = apply.flags(rest, FLAGS)
  if command == "" then error("Please specify a command to apply on the selected frames", 0) end
  local good
  good, message, code = pyflame.check(command)
  if not good then return nil, message, code end
  local kept <close> = selection.keep(session)
  for _, level in ipairs(levels) do
    if not kept:select_thread() then return true end
    local frame
    frame, message, code = session:select_frame(level)
    if not frame then return nil, message, code end
    local heading = ("#%-2d %s\n"):format(level, styled.place(pyflame.printable(tostring(frame))))
    good, message, code = apply.run(heading, flags, command)
    if not good then return nil, message, code end
  end
  return true
end

pyflame.command{
  name = "frame apply", group = "stack", usage = "all | COUNT | level N...  [-q] [-c | -s] COMMAND",
  needs = "process", again = true, browses = true, complete = "apply",
  summary = "Run a command for each of several frames.",
  help = [[
COUNT newest frames, or with -COUNT as many of the oldest; "level" is followed by levels such as
1 3 5-7.  Each frame is selected while the command runs for it, and printed before.
]] .. apply.HELP,
  run = function(session, args) return run(session, args.text) end,
}

pyflame.command{
  name = "faas", group = "stack", usage = "COMMAND", min_args = 1, needs = "process", again = true,
  browses = true, complete = "commands",
  summary = "Run a command for all frames, silently where it fails or prints nothing.",
  run = function(session, args) return run(session, "all -s " .. args.text) end,
}
