-- display, undisplay, info display: expressions that are shown at each stop.

local completion = require "pyflame.lib.value_completion"
local displays = require "pyflame.lib.displays"
local value_format = require "pyflame.lib.value_format"

-- So far it is at most from one number to the other in "2-5".
local MOST = 10000

pyflame.command{
  name = "display", group = "data", usage = "[/FMT] [EXPR]", needs = "process", again = true,
  complete = completion.complete,
  summary = "Print value of expression EXPR each time the process stops.",
  help = [[
That is by "stop", "until" and "catch stack".  It is evaluated in the frame that is selected then;
see "help print" for EXPR and FMT.  Without EXPR, all of them are shown now.
"undisplay" takes them away, "info display" lists them.]],
  run = function(session, args)
    local letter, text = value_format.read(args.text, "display")
    if text == "" then return displays.show_all(session) end
    return displays.show(session, displays.add(text, letter))
  end,
}

pyflame.command{
  name = "undisplay", group = "data", usage = "[NUMBER]...",
  summary = "Cancel some expressions to be displayed when the process stops.",
  help = "NUMBERs are those of \"info display\": 1 or 2-4.  Without one all are taken away.",
  run = function(_, args)
    if #args == 0 then return displays.remove() end
    for _, word in ipairs(args) do
      local first, last = word:match("^(%d+)%-(%d+)$")
      first, last = tonumber(first or word:match("^%d+$")), tonumber(last or word:match("^%d+$"))
      if not first or not last or last - first > MOST then
        error(("Bad display number: %s"):format(word), 0)
      end
      for number = first, last do
        if not displays.remove(math.tointeger(number)) then
          error(("No display number %d."):format(number), 0)
        end
      end
    end
    return true
  end,
}

pyflame.command{
  name = "info display", group = "status", max_args = 0,
  summary = "Expressions to display when the process stops, with code numbers.",
  run = function()
    displays.describe()
    return true
  end,
}
