-- Completion of numbers of tasks, and of what "task apply" takes.

local task_commands = require "pyflame.lib.task_commands"
local tasks_lib = require "pyflame.lib.tasks"

local completion = {}

local MOST = 200 -- numbers that are offered

-- The numbers of the tasks that there are.
function completion.numbers(session)
  local list = session.process and tasks_lib.read(session) or {}
  local words = {}
  for i = 1, math.min(#list, MOST) do words[i] = tostring(list[i].number) end
  return words
end

-- Behind "all" or numbers: flags and the command.
function completion.apply(session, _, before)
  if not before:find("%S") then
    local words = completion.numbers(session)
    words[#words + 1] = "all"
    return words
  end
  return table.move(task_commands.names, 1, #task_commands.names, 5,
                    { "-ascending", "-c", "-q", "-s" })
end

return completion
