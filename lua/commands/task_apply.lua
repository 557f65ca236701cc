-- task apply: the stacks of several of asyncio's tasks, or values in them.

local apply = require "pyflame.lib.apply"
local completion = require "pyflame.lib.task_completion"
local task_commands = require "pyflame.lib.task_commands"
local tasks_lib = require "pyflame.lib.tasks"

local FLAGS = { ["-q"] = true, ["-c"] = true, ["-s"] = true, ["-ascending"] = true }
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

-- One task: its heading, and what PREPARE has for it. nil, message, code where that ends it all.
local function apply_one(heading, task, flags, prepare)
  local show, message, code, advice = prepare(task)
  if not show and flags.s then return true end
  if not flags.q then pyflame.write(heading) end
  if show then show() end
  if not show and not flags.c then return nil, message, code, advice end
  if not show then print(message) end
  return true
end

local function apply_all(session, list, threads, numbers, flags, prepare)
  for _, number in ipairs(numbers) do
    local task = list.by_number[number]
    if task then
      local heading = ("\nTask %s %s:\n"):format(
        tasks_lib.id(task), tasks_lib.state(session, list, task, threads))
      local good, message, code, advice = apply_one(heading, task, flags, prepare)
      if not good then return nil, message, code, advice end
    elseif not flags.s then
      warn(("Unknown task %d."):format(number))
    end
  end
  return true
end

local function run(session, text)
  local list, message, code, advice = tasks_lib.read(session)
  if not list then return nil, message, code, advice end
  local threads = list.threads
  local numbers, rest, everyone = parse_numbers(list, text)
  local flags, command = apply.flags(rest, FLAGS)
  if command == "" then
    error(everyone and "Please specify a command at the end of 'task apply all'"
          or "Please specify a command following the task ID list", 0)
  end
  local prepare = task_commands.parse(command)
  if flags.ascending then table.sort(numbers) end
  local good
  good, message, code, advice = apply_all(session, list, threads, numbers, flags, prepare)
  if good then tasks_lib.warn(list) end
  return good, message, code, advice
end

pyflame.command{
  name = "task apply", group = "threads",
  usage = "all | ID...  [-ascending] [-q] [-c | -s] bt [full] [N] | print EXPR",
  needs = "process", again = true, complete = completion.apply,
  summary = "Print the stacks of several of asyncio's tasks, or values in them.",
  help = [[
"all" goes from the highest number down, with -ascending up; ids (1 3 5-7) in their order.  Each
task is named before.  All of them are of one moment; each value is of a moment of its own.

bt          the stack: with N the newest N frames, with -N the oldest, with "full" the variables.
print EXPR  the value of an expression in the newest frame that is none of asyncio's.
-q          prints no heading.
-c          prints why there is no value, and goes on with the next.
-s          says nothing of tasks that are not there, or have no such value.
Without -c and -s, the first failure ends it.]],
  run = function(session, args) return run(session, args.text) end,
}
