-- Expressions that are shown each time the process stops: "display".

local pyflame = require "pyflame"

local displays = { list = {} }

local count = 0

local listening = false

-- Whoever displays nothing has no function that hears events.
local function listen()
  if listening then return end
  listening = true
  pyflame.on("stop", function()
    if #displays.list > 0 then displays.show_all(pyflame.session()) end
  end)
end

-- Adds one; LETTER is its format, or nil. Returns it.
function displays.add(text, letter)
  listen()
  count = count + 1
  local display = { number = count, text = text, letter = letter, enabled = true }
  table.insert(displays.list, display)
  return display
end

local function title(display)
  return (display.letter and "/" .. display.letter .. " " or "") .. pyflame.printable(display.text)
end

-- Shows one: "1: x = 5". What cannot be evaluated says why.
function displays.show(session, display)
  local printing = require "pyflame.lib.printing"
  local good, text, message, code = pcall(printing.evaluate, session, display.text, display.letter)
  if code == "INTERRUPTED" or code == "GONE" then return nil, message, code end
  if not good or not text then text = ("<error: %s>"):format(good and message or text) end
  print(("%d: %s = %s"):format(display.number, title(display), text))
  return true
end

function displays.show_all(session)
  for _, display in ipairs(displays.list) do
    if display.enabled then
      local good, message, code = displays.show(session, display)
      if not good then return nil, message, code end
    end
  end
  return true
end

-- Takes away the one with that number, or all: false when there is none.
function displays.remove(number)
  if not number then
    displays.list = {}
    return true
  end
  for i, display in ipairs(displays.list) do
    if display.number == number then
      table.remove(displays.list, i)
      return true
    end
  end
  return false
end

-- What "info display" prints.
function displays.describe()
  if #displays.list == 0 then
    print("There are no auto-display expressions now.")
    return
  end
  print("Auto-display expressions now in effect:\nNum Enb Expression")
  for _, display in ipairs(displays.list) do
    print(("%d:   %s  %s"):format(display.number, display.enabled and "y" or "n", title(display)))
  end
end

return displays
