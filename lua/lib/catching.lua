-- What the commands that wait for a stack have in common.

local pyflame = require "pyflame"

local selection = require "pyflame.lib.selection"
local threads_lib = require "pyflame.lib.threads"
local value_condition = require "pyflame.lib.value_condition"

local catching = {}

catching.HELP = [[
-thread T    only the thread number T, or lwp:TID, or those of that name (a pattern).
-s SECONDS   for so long at most.
-r RATE      seconds from one look to the next, usually 0.001.
-do COMMAND  run it while the process is held, let the process run on, and go on waiting: until
             Ctrl-C, the process's end, or -n COUNT hits.
Looking does not stop threads where we may take their processors for some microseconds, as root
may; nothing is planted in the process.  It runs while it is waited for, and what is over between
two looks is not seen.  Ctrl-C ends that.]]

local KINDS = { thread = "text", s = "number", r = "number", n = "number", ["do"] = "text" }

-- The first word of text, without its quotes, and the rest; nil when there is none.
local function cut(text)
  local quoted, rest = text:match("^%s*'([^']*)'%s*(.*)$")
  if not quoted then quoted, rest = text:match('^%s*"([^"]*)"%s*(.*)$') end
  if quoted then return quoted, rest end
  return text:match("^%s*(%S+)%s*(.*)$")
end

-- Takes the options off the front of text into options; returns what is left.
local function take_options(text, options)
  local word, rest = cut(text)
  local kind = word and KINDS[word:match("^%-(%a+)$") or ""]
  while kind do
    local value, behind = cut(rest)
    if not value then error("Option " .. word .. " needs a value", 0) end
    if kind == "number" and not tonumber(value) then error("Not a number: " .. value, 0) end
    options[word:sub(2)] = kind == "number" and tonumber(value) or value
    text = behind
    word, rest = cut(text)
    kind = word and KINDS[word:match("^%-(%a+)$") or ""]
  end
  return text
end

-- "2s", "500ms", "1m", "0.5" as seconds; raises what is none.
local function seconds_of(word)
  local units = { [""] = 1, s = 1, ms = 0.001, m = 60, h = 3600 }
  local number, unit = word:match("^([%d.]+)(%a*)$")
  if not tonumber(number) or not units[unit] then error("Not a duration: " .. word, 0) end
  return tonumber(number) * units[unit]
end

-- What a frame must be like, for process:catch{} and sample:has{}: PATTERN is for a function,
-- module:function, or file:line.
function catching.pattern(pattern)
  local before, behind = pattern:match("^(.+):([^:]+)$")
  if not before then return { func = pattern } end
  local line = behind:match("^%d+$")
  if line then return { file = before, line = math.tointeger(tonumber(line)) } end
  return { module = before, func = behind }
end

-- Reads "[OPTION...] WORDS"; returns the options and the words as they were written.
function catching.read(text)
  local options = {}
  return options, (take_options(text, options):gsub("%s+$", ""))
end

-- Text that ends in "if EXPR", before and behind that; nil when it does not.
function catching.cut_condition(text)
  return (" " .. text):match("^(.-)%sif%s+(.-)%s*$")
end

-- Reads "[OPTION...] PATTERN [for DURATION] [OPTION...] [if EXPR] [-do COMMAND]": COMMAND is all
-- the rest.
function catching.read_pattern(text)
  local options = {}
  local pattern, rest = cut(take_options(text, options))
  if not pattern then error("Argument required (pattern of a function).", 0) end
  local word, behind = cut(rest)
  if word == "for" then
    local duration, left = cut(behind)
    if not duration then error("Argument required (duration).", 0) end
    options.lasting, rest = seconds_of(duration), left
  end
  local before, command = (" " .. rest):match("^(.-)%s%-do%s+(.+)$")
  local head, condition = catching.cut_condition(before or rest)
  options["if"] = condition
  rest = take_options(head or before or rest, options)
  options["do"] = command or options["do"]
  if rest:match("%S") then error(("What is \"%s\"?"):format(rest), 0) end
  return options, pattern
end

local function find_thread(session, word)
  local threads = assert(session:threads())
  local tid = math.tointeger(tonumber(word:lower():match("^lwp:(%d+)$")))
  local number = math.tointeger(tonumber(word))
  for _, thread in ipairs(threads) do
    if tid and thread.tid == tid or number and session:number(thread) == number then
      return thread
    end
  end
  if tid or number then error(("Unknown thread %s."):format(word), 0) end
end

-- Adds to filter that only the thread is wanted which the word names.
local function restrict(session, filter, word)
  if not word then return end
  local thread = find_thread(session, word)
  if thread and not thread.tid then error(("The id of thread %s is not known."):format(word), 0) end
  filter.tid = thread and thread.tid
  filter.thread = not thread and word or nil
end

-- Selects the thread, as "thread" does, and says which it is and where.
local function show(session, thread)
  local threads, message, code = session:threads()
  if not threads then return nil, message, code end
  return pyflame.execute("thread " .. session:number(thread))
end

-- Under the hold: runs the command for the thread.
local function run_command(session, thread, command)
  local threads, message, code = session:threads() -- gives new threads their numbers
  if threads then threads, message, code = session:select(session:number(thread)) end
  if not threads then return nil, message, code end
  pyflame.write(("\nThread %d (%s):\n"):format(session:number(thread), threads_lib.title(thread)))
  local good
  good, message, code = pyflame.execute(command)
  pyflame.flush()
  return good, message, code
end

-- One hit after the other; true when there were count of them, or "stop" was the command.
local function repeat_command(session, options, filter)
  local command, count = options["do"], options.n
  local hits, kept = 0, selection.keep_process(session)
  while hits < (count or math.huge) and kept:select_process() do
    local hold <close>, thread, code = value_condition.catch(session.process, filter, options["if"])
    if not hold then
      if not code and hits > 0 then return true end
      return nil, thread, code
    end
    hits = hits + 1
    local good, message, why = run_command(session, thread, command)
    if not good then return nil, message, why end
    if not kept:select_process() then return true end
    if session.stopped then return true end
  end
  return true
end

-- Waits for what filter (of process:catch) matches, and does what the options want then.
function catching.run(session, options, filter)
  local command, count = options["do"], options.n
  if count and not command then error("Option -n needs -do", 0) end
  local good, message, code = pyflame.check(command or "")
  if not good then return nil, message, code end
  restrict(session, filter, options.thread)
  filter.seconds, filter.rate, filter.lasting = options.s, options.r, options.lasting
  session:resume()
  if command then return repeat_command(session, options, filter) end
  local hold <close>, thread, why = value_condition.catch(session.process, filter, options["if"])
  if not hold then return nil, thread, why end
  good, message, code = session:stop()
  if not good then return nil, message, code end
  return show(session, thread)
end

return catching
