-- Tasks of asyncio: their numbers, how they are called, what they wait for, their stacks.

local pyflame = require "pyflame"
local looking = require "pyflame.lib.looking"
local numbered = require "pyflame.lib.numbered"
local styled = require "pyflame.lib.styled"

local tasks = {}

local known = {} -- by pid: the numbers of its tasks, and the one that is selected

-- A task may get the address of one that has ended, but hardly its name or coroutine, too.
local function key_of(task)
  return ("%x %s %s"):format(task.at, task.name or "", task.coroutine or "")
end

-- Where a task stands in the order that they were made in, as far as their names tell.
local function order_of(task)
  return tonumber((task.name or ""):match("^Task%-(%d+)$")) or math.huge
end

local function is_before(a, b)
  local left, right = order_of(a), order_of(b)
  if left ~= right then return left < right end
  left, right = a.name or a.coroutine or "", b.name or b.coroutine or ""
  if left ~= right then return left < right end
  return a.at < b.at
end

-- Gives each task its .number: the one that it had, or a new one.
local function number_all(process, list)
  local before, now = known[process.pid] or { next = 1 }, {}
  local sorted = table.move(list, 1, #list, 1, {})
  table.sort(sorted, is_before)
  now.next = before.next
  for _, task in ipairs(sorted) do
    local key = key_of(task)
    task.number = before[key]
    if not task.number then task.number, now.next = now.next, now.next + 1 end
    now[key] = task.number
  end
  now.selected = before.selected
  known[process.pid] = now
end

local function has_thread(task) return task.thread or task.worker or task.blocked end

-- The threads, for their numbers, when a task has to do with one: a dump is a pause more.
local function read_threads(session, list)
  for _, task in ipairs(list) do
    if has_thread(task) then return session:threads() end
  end
  return {}
end

-- The tasks of the process, by number; each has .awaits, the tasks that it waits for. In .threads
-- are those that numbers of threads are from.
function tasks.read(session, options)
  local list, message, code, advice = session.process:async_tasks(options)
  if not list then return nil, message, code, advice end
  list.threads, message, code = read_threads(session, list)
  if not list.threads then return nil, message, code end
  list.by_address, list.by_number = {}, {}
  number_all(session.process, list)
  for _, task in ipairs(list) do
    task.awaits = {}
    list.by_address[task.at], list.by_number[task.number] = task, task
  end
  for _, task in ipairs(list) do
    for i, index in ipairs(task.awaiters) do
      task.awaiters[i] = list[index]
      local awaits = list[index].awaits
      awaits[#awaits + 1] = task
    end
  end
  tasks.sort(list)
  for _, task in ipairs(list) do
    tasks.sort(task.awaits)
    tasks.sort(task.awaiters)
  end
  return list
end

function tasks.sort(list)
  table.sort(list, function(a, b) return a.number < b.number end)
end

-- The number of the task that "task" has selected; nil: none.
function tasks.selected(process) return known[process.pid] and known[process.pid].selected end
function tasks.select(process, number) known[process.pid].selected = number end

-- 3 "fetch"; without a name that of its coroutine.
function tasks.id(task)
  if task.name then return ('%d "%s"'):format(task.number, pyflame.printable(task.name)) end
  return ("%d (%s)"):format(task.number, pyflame.printable(task.coroutine or "?"))
end

function tasks.is_asyncio(frame) return frame.file:find("/asyncio/[^/]+%.py$") ~= nil end

-- Of the newest frames that are asyncio's own, the oldest: what of asyncio it has called.
local function called(task)
  local found
  for _, frame in ipairs(task.frames) do
    if not tasks.is_asyncio(frame) then break end
    found = frame
  end
  if not found then return nil end
  local name = pyflame.printable(found.qualname or found.name)
  if name:find(".", 1, true) then return name end
  return ("%s of asyncio.%s"):format(name, found.file:match("([^/]+)%.py$"))
end

local function counted(count, noun)
  return ("%d %s%s"):format(count, noun, count == 1 and "" or "s")
end

local function executor_text(session, task, threads)
  if task.outside ~= "RUNNING" then return "is waiting for an executor, which has not begun" end
  local worker = threads and numbered.text_at(session, threads, task.worker)
  return "is waiting for an executor" .. (worker and ", working in thread " .. worker or "")
end

local function waiting_text(session, list, task, threads)
  local waiter = list.by_address[task.waiter]
  if waiter then return "is waiting for task " .. tasks.id(waiter) end
  if task.outside then return executor_text(session, task, threads) end
  local name = called(task)
  if name then return "is waiting in " .. name end
  if task.waiter_type == "_GatheringFuture" then
    return "is waiting for a gather of " .. counted(#task.awaits, "task")
  end
  return "is waiting for a " .. pyflame.printable(task.waiter_type or "future")
end

-- The thread that waits for the task; nil: none does.
function tasks.blocked(session, task, threads)
  return task.blocked and numbered.text_at(session, threads, task.blocked)
end

-- What it does: 'is waiting in sleep of asyncio.tasks'. THREADS: where numbers of threads are from.
function tasks.state(session, list, task, threads)
  if task.state == "waiting" then return waiting_text(session, list, task, threads) end
  if task.state == "running" then
    local thread = numbered.text_at(session, threads, task.thread)
    return "is running in thread " .. thread
  end
  return task.state == "ready" and "is ready to run" or "is done"
end

-- The variables of a frame, as "bt full" has them.
local function print_variables(frame, indent)
  local variables, why = frame:locals(looking.limits())
  if not variables then
    print(("%s        (variables cannot be read: %s)"):format(indent, pyflame.printable(why)))
    return
  end
  local none = true
  for _, variable in ipairs(variables) do
    if variable.text then
      none = false
      pyflame.write(indent, "        ",
                    pyflame.style("variable", pyflame.printable(variable.name)), " = ",
                    looking.text(variable.text), "\n")
    end
  end
  if none then print(indent .. "No locals.") end
end

-- Prints the stack as "bt" does: which.first and .last are levels, 0 the newest; which.full.
function tasks.print_stack(task, indent, which)
  which = which or {}
  local last = math.min(which.last or #task.frames - 1, #task.frames - 1)
  for level = which.first or 0, last do
    local frame = task.frames[level + 1]
    pyflame.write(("%s#%-2d "):format(indent, level),
                  styled.place(pyflame.printable(tostring(frame))), "\n")
    if which.full then print_variables(frame, indent) end
  end
  if #task.frames == 0 and task.state ~= "done" then print(indent .. "(no Python frame)") end
  if task.truncated then print(("%s(stack truncated: %s)"):format(indent, task.truncated)) end
end

-- Says what is missing.
function tasks.warn(list)
  if list.truncated then warn(list.truncated) end
  if list.late and list.unread > 0 then
    warn(('the pause would have been longer than 50 ms: %s left out. Use "stop" first to see all.')
         :format(counted(list.unread, "task")))
  elseif list.late then
    warn('the pause would have been longer than 50 ms: who waits for whom is known in part only. '
         .. 'Use "stop" first to see all.')
  elseif list.unread > 0 then
    warn(counted(list.unread, "task") .. " could not be read.")
  end
end

return tasks
