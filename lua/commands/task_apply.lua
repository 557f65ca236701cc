-- task apply: the stacks of several of asyncio's tasks.

local apply = require "pyflame.lib.apply"
local completion = require "pyflame.lib.task_completion"
local tasks_lib = require "pyflame.lib.tasks"

local FLAGS = { ["-q"] = true, ["-c"] = true, ["-s"] = true, ["-ascending"] = true }
local NAMES = { bt = true, backtrace = true, where = true }
local MOST = 1 << 20 -- tasks in one range

local function append_range(numbers, word)
  local first, last = apply.range(word)
  if not first then return false end
  if first < 1 or last < first or last - first > MOST then
    error("Invalid task ID: " .. word, 0)
  end
  for number = first, last do numbers[#numbers + 1] = number end
  return true
end

local function all_numbers(list)
  local numbers = {}
  for i = #list, 1, -1 do numbers[#numbers + 1] = list[i].number end
  return numbers
end

-- The numbers that text begins with, the rest of it, and whether it is all of them.
local function parse_numbers(list, text)
  local word, rest = text:match("^(%S+)%s*(.*)$")
  if not word then error("Please specify a task ID list", 0) end
  if ("all"):sub(1, #word) == word then return all_numbers(list), rest, true end
  local numbers = {}
  rest = apply.take_words(text, function(range) return append_range(numbers, range) end)
  if #numbers == 0 then error("Invalid task ID: " .. word, 0) end
  return numbers, rest, false
end

-- What "bt", "bt N", "bt -N" and "bt full" print of COUNT frames.
local function which_of(command, count)
  local name, rest = command:match("^(%a+)%s*(.*)$")
  local before, limit, after = (rest or ""):match("^(%a*)%s*(%-?%d*)%s*(%a*)$")
  local full = before == "" and after or before
  if not NAMES[name] or not full or full ~= "" and full ~= "full" then
    error(('"%s" cannot be applied to tasks: only "bt" can.'):format(command), 0)
  end
  local which = { full = full == "full" }
  limit = math.tointeger(tonumber(limit))
  if limit and limit < 0 then which.first = math.max(0, count + limit) end
  if limit and limit >= 0 then which.last = limit - 1 end
  return which
end

local function print_one(session, list, threads, task, flags, command)
  if not flags.q then
    pyflame.write(("\nTask %s %s:\n"):format(
      tasks_lib.id(task), tasks_lib.state(session, list, task, threads)))
  end
  tasks_lib.print_stack(task, "", which_of(command, #task.frames))
end

local function run(session, text)
  local threads, message, code = session:threads()
  if not threads then return nil, message, code end
  local list, advice
  list, message, code, advice = tasks_lib.read(session)
  if not list then return nil, message, code, advice end
  local numbers, rest, everyone = parse_numbers(list, text)
  local flags, command = apply.flags(rest, FLAGS)
  if command == "" then
    error(everyone and "Please specify a command at the end of 'task apply all'"
          or "Please specify a command following the task ID list", 0)
  end
  which_of(command, 0)
  if flags.ascending then table.sort(numbers) end
  for _, number in ipairs(numbers) do
    local task = list.by_number[number]
    if task then
      print_one(session, list, threads, task, flags, command)
    elseif not flags.s then
      warn(("Unknown task %d."):format(number))
    end
  end
  tasks_lib.warn(list)
  return true
end

pyflame.command{
  name = "task apply", group = "threads",
  usage = "all | ID...  [-ascending] [-q] [-c | -s] bt [full] [N]",
  needs = "process", again = true, complete = completion.apply,
  summary = "Print the stacks of several of asyncio's tasks.",
  help = [[
"all" goes from the highest number down, with -ascending up; ids (1 3 5-7) in their order.  Each
task is named before.  The command is "bt": with N the newest N frames, with -N the oldest, with
"full" their variables, too.  All stacks are of one moment; so are the variables of one frame.

-q  prints no heading.
-c  goes on behind a task that is not there, as it does anyway.
-s  says nothing of tasks that are not there.]],
  run = function(session, args) return run(session, args.text) end,
}
