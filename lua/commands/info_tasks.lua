-- info tasks: the tasks of asyncio as a tree: below each task those that it waits for.

local tasks_lib = require "pyflame.lib.tasks"

local DEEPEST = 30 -- levels that are indented

-- Those that nobody awaits; behind them those of circles, where everybody is awaited.
local function roots_of(list)
  local roots = {}
  for _, task in ipairs(list) do
    if #task.awaiters == 0 then roots[#roots + 1] = task end
  end
  return table.move(list, 1, #list, #roots + 1, roots)
end

local Printer = {}
Printer.__index = Printer

function Printer:print(task, level)
  local indent = ("  "):rep(math.min(level, DEEPEST))
  local head = ("%sTask %s "):format(indent, tasks_lib.id(task))
  if self.printed[task] then
    print(head .. "is shown above")
    return
  end
  self.printed[task] = true
  print(head .. tasks_lib.state(self.session, self.list, task, self.threads))
  local blocked = tasks_lib.blocked(self.session, task, self.threads)
  if blocked then print(("%s  awaited by thread %s"):format(indent, blocked)) end
  if not self.brief then tasks_lib.print_stack(task, indent .. "    ") end
  for i = #task.awaits, 1, -1 do self.left[#self.left + 1] = { task.awaits[i], level + 1 } end
end

-- Without recursion: chains may be long.
function Printer:print_tree(root)
  self.left = { { root, 0 } }
  while #self.left > 0 do
    local task, level = table.unpack(table.remove(self.left))
    self:print(task, level)
  end
end

local function loops_of(list)
  local loops, seen = {}, {}
  for _, task in ipairs(list) do
    local loop = task.loop or 0
    if not seen[loop] then seen[loop], loops[#loops + 1] = true, loop end
  end
  return loops
end

local function print_all(session, list, threads, brief)
  local printer = setmetatable({ session = session, list = list, threads = threads, brief = brief,
                                 printed = {} }, Printer)
  local loops, roots = loops_of(list), roots_of(list)
  for _, loop in ipairs(loops) do
    if #loops > 1 then print(loop == 0 and "No loop:" or ("Loop 0x%x:"):format(loop)) end
    for _, root in ipairs(roots) do
      if (root.loop or 0) == loop and not printer.printed[root] then printer:print_tree(root) end
    end
  end
end

local FLAGS = { ["-done"] = "done", ["-brief"] = "brief" }

local function options_of(args)
  local options = {}
  for _, word in ipairs(args) do
    if not FLAGS[word] then error(("info tasks: what is \"%s\"?"):format(word), 0) end
    options[FLAGS[word]] = true
  end
  return options
end

pyflame.command{
  name = "info tasks", group = "threads", usage = "[-brief] [-done]", needs = "process",
  again = true, summary = "Show the tasks of asyncio, and which of them wait for which.",
  help = [[
Tasks below a task are those that it waits for, also by gather(), wait(), as_completed(), shield()
or a TaskGroup.  Below each task stands its stack: the coroutines that wait for each other, the
newest first.

-brief  without stacks.
-done   also tasks that are done and have not been forgotten.

A task is ready when its loop has yet to come to it.  What it waits in is the function of asyncio
that it has called.  A task that waits for an executor waits for another thread, which is named, and
so is a thread that waits for a task (run_coroutine_threadsafe).
The pause is no longer than 50 ms; what there is no time for is left out, unless the process is
stopped (see "stop").  Python 3.7 and newer.]],
  run = function(session, args)
    local options = options_of(args)
    local list, message, code, advice = tasks_lib.read(session, { done = options.done })
    if not list then return nil, message, code, advice end
    local threads = list.threads
    if #list == 0 then print("No tasks.") end
    print_all(session, list, threads, options.brief)
    tasks_lib.warn(list)
    return true
  end,
}
