-- workers: the different stacks of a server and all that it has started.

local pyflame = require "pyflame"
local args = pyflame.script{
  description = "Show the different stacks of a server's processes, each once.",
  category = "threads", needs = "pid",
  help = "The process and all its descendants are looked at once; equal stacks are one.",
  options = {
    { name = "depth", short = "d", type = "integer", min = 1, max = 1000, default = 100,
      help = "only so many frames, the newest first, are compared and shown" },
    { name = "lines", short = "l", help = "a function in another line is another place" },
    { name = "main", short = "m", help = "main threads only" },
    { name = "pids", type = "integer", min = 1, default = 20, help = "so many pids of a stack" },
  },
}
local sampling = require "pyflame.lib.sampling"

local stacks, by_text, refused = {}, {}, {}
local processes, thread_count = 0, 0

local function text_of(thread)
  local lines = {}
  for frame in thread:frames() do
    if frame.level >= args.depth then break end
    local place = args.lines and tostring(frame)
                  or ("%s at %s"):format(frame.qualname or frame.name, frame.file)
    lines[#lines + 1] = ("#%-2d %s"):format(frame.level, pyflame.printable(place))
  end
  return #lines > 0 and table.concat(lines, "\n") or "(no Python frame)"
end

local function add(pid, thread)
  local text = text_of(thread)
  if not by_text[text] then
    by_text[text] = { text = text, count = 0, pids = {}, of = {} }
    stacks[#stacks + 1] = by_text[text]
  end
  local stack = by_text[text]
  stack.count = stack.count + 1
  if not stack.of[pid] then table.insert(stack.pids, pid) end
  stack.of[pid] = true
  thread_count = thread_count + 1
end

-- What is no Python is left out without a word: a shell, or nginx.
local function look_at(pid)
  local process <close>, message, code = pyflame.attach(pid)
  local threads
  if process then threads, message, code = process:threads() end
  if not threads then
    if code ~= "GONE" and code ~= "NOT_PYTHON" then
      refused[#refused + 1] = { message = message, code = code }
    end
    return
  end
  processes = processes + 1
  for _, thread in ipairs(threads) do
    if not args.main or thread.tid == pid then add(pid, thread) end
  end
end

local function pids_of(stack)
  local text = table.concat(stack.pids, " ", 1, math.min(#stack.pids, args.pids))
  local more = #stack.pids - args.pids
  return more > 0 and ("%s and %d more"):format(text, more) or text
end

local pids, message, code = pyflame.descendants(args.pid)
if not pids then return nil, message, code end
table.insert(pids, 1, args.pid)
for _, pid in ipairs(pids) do look_at(pid) end
if processes == 0 and refused[1] then return nil, refused[1].message, refused[1].code end
if processes == 0 then
  return nil, ("There is no Python among process %d and its descendants."):format(args.pid)
end
table.sort(stacks, function(a, b)
  return a.count > b.count or a.count == b.count and a.text < b.text
end)
pyflame.write(("Process %d and its descendants: %s, %s, %s\n"):format(
  args.pid, sampling.counted(processes, "Python"),
  sampling.counted(thread_count, "thread"),
  sampling.counted(#stacks, "stack")))
for _, stack in ipairs(stacks) do
  pyflame.write(("\n%s of %s\n%s\n"):format(sampling.counted(stack.count, "thread"), pids_of(stack),
                                           stack.text))
end
for _, it in ipairs(refused) do warn(it.message) end
