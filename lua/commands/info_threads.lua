-- info threads: the threads of the process, one line each.

-- What stands in the "Target Id" column: Thread 14415 "MainThread" [gil]
local function target_id(thread)
  local parts = { "Thread " .. (thread.tid or "?") }
  if thread.name then parts[#parts + 1] = '"' .. thread.name .. '"' end
  if thread.gil then parts[#parts + 1] = "[gil]" end
  if thread.gc then parts[#parts + 1] = "[gc]" end
  return pyflame.printable(table.concat(parts, " "))
end

local function place(thread)
  local frame = thread[1]
  return frame and pyflame.printable(tostring(frame)) or "(no Python frame)"
end

-- Rows by number; width is that of the widest target id.
local function rows_of(session, threads)
  local rows, width = {}, #"Target Id"
  for _, thread in ipairs(threads) do
    local id = target_id(thread)
    width = math.max(width, utf8.len(id) or #id)
    rows[#rows + 1] = { number = session:number(thread), id = id, place = place(thread) }
  end
  table.sort(rows, function(a, b) return a.number < b.number end)
  return rows, width
end

pyflame.command{
  name = "info threads", group = "threads", max_args = 0, needs = "process", again = true,
  summary = "List the threads of the process.",
  help = [[
The * marks the selected thread.  Id is its number in this session; [gil] holds the GIL, [gc] is
collecting garbage.  Frame is the newest Python frame.]],
  run = function(session)
    local threads, message, code = session:threads()
    if not threads then return nil, message, code end
    local selected = #threads > 0 and session.thread
    local current = selected and session:number(selected)
    local rows, width = rows_of(session, threads)
    if #rows == 0 then return nil, "No threads." end
    pyflame.write("  Id   Target Id", (" "):rep(width - #"Target Id"), " Frame\n")
    for _, row in ipairs(rows) do
      local pad = (" "):rep(width - (utf8.len(row.id) or #row.id))
      pyflame.write(("%s %-4d %s%s %s\n"):format(row.number == current and "*" or " ",
                                                 row.number, row.id, pad, row.place))
    end
  end,
}
