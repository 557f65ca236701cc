-- task: one of asyncio's tasks, and all of its stack.

local completion = require "pyflame.lib.task_completion"
local tasks_lib = require "pyflame.lib.tasks"

local function print_task(session, list, task, threads)
  print(("Task %s %s"):format(tasks_lib.id(task), tasks_lib.state(session, list, task, threads)))
  for _, awaiter in ipairs(task.awaiters) do
    print(("  awaited by task %s"):format(tasks_lib.id(awaiter)))
  end
  local blocked = tasks_lib.blocked(session, task, threads)
  if blocked then print("  awaited by thread " .. blocked) end
  tasks_lib.print_stack(task, "")
end

-- The task that a word means, or that was selected before.
local function find(session, list, word)
  local number = word or tasks_lib.selected(session.process)
  if not number then error("No task selected", 0) end
  if word and not word:find("^%d+$") then error("Invalid task ID: " .. word, 0) end
  local task = list.by_number[math.tointeger(tonumber(number))]
  if not task then error(("Unknown task %s."):format(number), 0) end
  return task
end

pyflame.command{
  name = "task", group = "threads", usage = "[NUMBER]", max_args = 1, needs = "process",
  again = true, complete = completion.numbers,
  summary = "Show one of asyncio's tasks: what it waits for, who awaits it, and its whole stack.",
  help = [[
NUMBER is that of "info tasks"; without one it is the task that was shown last.  It stays the same
for as long as the task is there.]],
  run = function(session, args)
    local list, message, code, advice = tasks_lib.read(session)
    if not list then return nil, message, code, advice end
    local threads = list.threads
    local task = find(session, list, args[1])
    tasks_lib.select(session.process, task.number)
    print_task(session, list, task, threads)
    tasks_lib.warn(list)
    return true
  end,
}
