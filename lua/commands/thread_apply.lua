-- thread apply: a command for each of several threads.

local USAGE = "all | ID...  [-ascending] [-q] COMMAND"

-- The numbers that WORD, such as "3" or "2-5", stands for; nil when it is no thread id.
local function range_of(word)
  local first, last = word:match("^(%d+)-(%d+)$")
  first = first or word:match("^%d+$")
  if not first then return nil end
  return math.tointeger(tonumber(first)), math.tointeger(tonumber(last or first))
end

local function all_numbers(session, threads)
  local numbers = {}
  for i, thread in ipairs(threads) do numbers[i] = session:number(thread) end
  table.sort(numbers, function(a, b) return a > b end)
  return numbers
end

-- Takes words off the front of text while take(word) is true; returns what is left.
local function take_words(text, take)
  local word, rest = text:match("^(%S+)%s*(.*)$")
  while word and take(word) do
    text = rest
    word, rest = text:match("^(%S+)%s*(.*)$")
  end
  return text
end

local function listed_numbers(text)
  local numbers = {}
  local rest = take_words(text, function(word)
    local first, last = range_of(word)
    if not first then return false end
    if first < 1 or last < first or last - first > 100000 then
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
  local flags = {}
  local numbers, rest, everyone = parse_threads(session, threads, text)
  rest = take_words(rest, function(flag)
    if flag ~= "-q" and flag ~= "-ascending" then return false end
    flags[flag] = true
    return true
  end)
  if rest == "" then
    error(everyone and "Please specify a command at the end of 'thread apply all'"
          or "Please specify a command following the thread ID list", 0)
  end
  if everyone and flags["-ascending"] then table.sort(numbers) end
  return { numbers = numbers, quiet = flags["-q"], command = rest }
end

local function heading(number, thread)
  local name = thread.name and (' "%s"'):format(pyflame.printable(thread.name)) or ""
  return ("\nThread %d (Thread %s%s):\n"):format(number, thread.tid or "?", name)
end

-- Selects the former thread again when it goes out of scope.
local function restoring(session)
  local thread = session.thread
  local number = thread and session:number(thread)
  return setmetatable({}, {
    __close = function() if number then session:select(number) end end,
  })
end

pyflame.command{
  name = "thread apply", group = "threads", usage = USAGE, needs = "process", again = true,
  complete = "apply",
  summary = "Run a command for each of several threads.",
  help = [[
"all" goes from the highest number down, with -ascending up; ids (1 3 5-7) in their order.  Each
thread is selected while the command runs for it, and named before, without -q.  All of them are
looked at in the same dump.  The first failure ends it.]],
  run = function(session, args)
    local threads, message, code = session:threads()
    if not threads then return nil, message, code end
    local work = parse(session, threads, args.text)
    local good
    good, message, code = pyflame.check(work.command)
    if not good then return nil, message, code end
    local _ <close> = restoring(session)
    for _, number in ipairs(work.numbers) do
      local thread, why = session:select(number)
      if not thread then
        warn(why)
      else
        if not work.quiet then pyflame.write(heading(number, thread)) end
        local done
        done, message, code = pyflame.execute(work.command)
        if not done then return nil, message, code end
      end
    end
  end,
}
