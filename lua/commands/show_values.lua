-- show values: what "print" has shown.

local value_history = require "pyflame.lib.value_history"

local LINES = 10

pyflame.command{
  name = "show values", group = "data", usage = "[N | +]", max_args = 1,
  summary = "Elements of value history around item number N (or last ten).",
  help = "Values are shown as they were printed.",
  run = function(_, args)
    local count = value_history.count()
    local middle = args[1] and math.tointeger(tonumber(args[1]))
    if args[1] and not middle then error("Not a number: " .. args[1], 0) end
    local first = math.max(1, (middle and middle - LINES // 2 or count - LINES) + 1)
    for number = first, math.min(count, first + LINES - 1) do
      print(("$%d = %s"):format(number, value_history.get(number).text))
    end
    return true
  end,
}
