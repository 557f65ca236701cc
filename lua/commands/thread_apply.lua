-- thread apply: a command for each of several threads.

local apply = require "pyflame.lib.apply"
local styled = require "pyflame.lib.styled"
local selection = require "pyflame.lib.selection"
local threads_lib = require "pyflame.lib.threads"

local FLAGS = { ["-q"] = true, ["-c"] = true, ["-s"] = true, ["-ascending"] = true }
local MOST = 100000 -- threads in one range

local function all_numbers(session, threads)
  local numbers = {}
  for i, thread in ipairs(threads) do numbers[i] = session:number(thread) end
  table.sort(numbers, function(a, b) return a > b end)
  return numbers
end

local function listed_numbers(text)
  local numbers = {}
  local rest = apply.take_words(text, function(word)
    local first, last = apply.range(word)
    if not first then return false end
    if first < 1 or last < first or last - first > MOST then
      error("Invalid thread ID: " .. word, 0)
    end
    for number = first, last do numbers[#numbers + 1] = number end
    return true
  end)
  return numbers, rest
end

-- The threads that text begins with, and the rest of it; whether it is all of them.
local function parse_threads(session, threads, text)
  local word, rest = text:match("^(%S+)%s*(.*)$")
  if not word then error("Please specify a thread ID list", 0) end
  if ("all"):sub(1, #word) == word then return all_numbers(session, threads), rest, true end
  local numbers
  numbers, rest = listed_numbers(text)
  if #numbers == 0 then error("Invalid thread ID: " .. word, 0) end
  return numbers, rest, false
end

-- Which threads, which flags, and the command that is left of the line.
local function parse(session, threads, text)
  local numbers, rest, everyone = parse_threads(session, threads, text)
  local flags, command = apply.flags(rest, FLAGS)
  if command == "" then
    error(everyone and "Please specify a command at the end of 'thread apply all'"
          or "Please specify a command following the thread ID list", 0)
  end
  if everyone and flags.ascending then table.sort(numbers) end
  return numbers, flags, command
end

local function run(session, text)
  local threads, message, code = session:threads()
  if not threads then return nil, message, code end
  local numbers, flags, command = parse(session, threads, text)
  local good
  good, message, code = pyflame.check(command)
  if not good then return nil, message, code end
  local kept <close> = selection.keep(session)
  for _, number in ipairs(numbers) do
    if not kept:select_process() then return true end
    local thread, why = session:select(number)
    if not thread then
      warn(why)
    else
      local heading = ("\nThread %d (%s):\n"):format(
        number, styled.quoted(threads_lib.title(thread)))
      good, message, code = apply.run(heading, flags, command)
      if not good then return nil, message, code end
    end
  end
  return true
end

pyflame.command{
  name = "thread apply", group = "threads",
  usage = "all | ID...  [-ascending] [-q] [-c | -s] COMMAND",
  needs = "process", again = true, complete = "apply",
  summary = "Run a command for each of several threads.",
  help = [[
"all" goes from the highest number down, with -ascending up; ids (1 3 5-7) in their order.  Each
thread is selected while the command runs for it, and named before.  All of them are looked at in
the same dump.
]] .. apply.HELP,
  run = function(session, args) return run(session, args.text) end,
}

local function short(name, flags, summary)
  pyflame.command{
    name = name, group = "threads", usage = "COMMAND", min_args = 1, needs = "process",
    again = true, complete = "commands", summary = summary,
    run = function(session, args) return run(session, "all " .. flags .. args.text) end,
  }
end

short("taas", "-s ", "Run a command for all threads, silently where it fails or prints nothing.")
short("tfaas", "-s frame apply all -s ",
      "Run a command for all frames of all threads, silently where it fails or prints nothing.")
