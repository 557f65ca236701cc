-- info threads: the threads of the process, one line each.

local apply = require "pyflame.lib.apply"
local fit = require "pyflame.lib.fit"
local styled = require "pyflame.lib.styled"
local threads_lib = require "pyflame.lib.threads"

local NAME = 20 -- characters of a thread's name on a terminal

local STATES = {
  R = "running", S = "sleeping", D = "disk", T = "stopped", t = "traced", Z = "zombie",
}

-- What it did: the system call that it slept in says more than that it slept.
local function state_of(thread)
  if thread.gil_wait then return "waits for GIL" end
  if thread.state == "S" and thread.syscall then return thread.syscall end
  return STATES[thread.state] or ""
end

local function shorten(name) return fit.name(name, NAME) end

-- What stands in the "Target Id" column: Thread 0x7f33c0a5f740 (LWP 14415) "MainThread" [gil]
local function target_id(thread, columns)
  local parts = { threads_lib.title(thread, columns and shorten) }
  if thread.gil then parts[#parts + 1] = "[gil]" end
  if thread.gc then parts[#parts + 1] = "[gc]" end
  return table.concat(parts, " ")
end

local width_of = fit.width

local function place(thread, width)
  local frame = thread[1]
  if not frame then return "(no Python frame)" end
  local text = pyflame.printable(tostring(frame))
  return styled.place(width and fit.path(text, pyflame.printable(frame.file), width) or text)
end

-- Those of the threads whose numbers are among the words.
local function chosen(session, threads, words)
  local ranges, found = {}, {}
  for _, word in ipairs(words) do
    local first, last = apply.range(word)
    if not first or first > last then error("Invalid thread ID: " .. word, 0) end
    ranges[#ranges + 1] = { first, last }
  end
  for _, thread in ipairs(threads) do
    local number = session:number(thread)
    for _, range in ipairs(ranges) do
      if number >= range[1] and number <= range[2] then
        found[#found + 1] = thread
        break
      end
    end
  end
  return found
end

-- Rows by number; and the widths of the widest target id and state.
local function rows_of(session, threads, columns)
  local rows, ids, states = {}, #"Target Id", #"sleeping"
  for _, thread in ipairs(threads) do
    local id, state = target_id(thread, columns), state_of(thread)
    ids, states = math.max(ids, width_of(id)), math.max(states, #state)
    rows[#rows + 1] = { number = session:number(thread), id = id, state = state, thread = thread }
  end
  table.sort(rows, function(a, b) return a.number < b.number end)
  return rows, ids, states
end

pyflame.command{
  name = "info threads", group = "threads", usage = "[ID...]", needs = "process", again = true,
  complete = "threads", summary = "List the threads of the process.",
  help = [[
With ids such as 1 3 5-7, only those.
The * marks the selected thread.  Id is its number in this session; [gil] holds the GIL, [gc] is
collecting garbage.  State is the system call that it slept in, as far as the kernel says, or the
kernel's word for what else it did; "waits for GIL" is one that wanted it.  Frame is the newest
Python frame.
On a terminal, long paths lose their first folders, and long names of threads their ends.]],
  run = function(session, args)
    local threads, message, code = session:threads()
    if not threads then return nil, message, code end
    if #args > 0 then threads = chosen(session, threads, args) end
    if #threads == 0 and #args > 0 then
      return nil, ("No threads match '%s'."):format(args.text), "USAGE"
    end
    local selected = #threads > 0 and session.thread
    local current = selected and session:number(selected)
    local columns = pyflame.columns()
    local rows, width, states = rows_of(session, threads, columns)
    if #rows == 0 then return nil, "No threads.", "USAGE" end
    pyflame.write("  Id   Target Id", (" "):rep(width - #"Target Id"),
                  " State", (" "):rep(states - #"State"), " Frame\n")
    for _, row in ipairs(rows) do
      local begin = ("%s %-4d "):format(row.number == current and "*" or " ", row.number)
      local room = columns and columns - width_of(begin) - width - states - 2
      pyflame.write(begin, styled.quoted(row.id), (" "):rep(width - width_of(row.id)), " ",
                    pyflame.style("state", row.state), (" "):rep(states - #row.state), " ",
                    place(row.thread, room), "\n")
    end
  end,
}
