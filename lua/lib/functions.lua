-- Functions and threads out of several tallies.

local pyflame = require "pyflame"

local shares = require "pyflame.lib.shares"

local functions = {}

-- The same text for the same function; in any folder when ANYWHERE is true.
function functions.key(it, anywhere)
  return (it.qualname or it.name) .. "\0" .. (anywhere and it.file:match("[^/]*$") or it.file)
end

-- Whether PATTERN, as of glob(7), is for a frame's name or qualified name.
function functions.matches(frame, pattern)
  return pyflame.glob(pattern, frame.name)
         or frame.qualname ~= nil and pyflame.glob(pattern, frame.qualname)
end

-- The functions of all TALLIES, as of tally:functions(), counted together.
function functions.merge(tallies)
  local all, by_key = {}, {}
  for _, tally in ipairs(tallies) do
    for _, it in ipairs(tally:functions()) do
      local key = functions.key(it)
      if not by_key[key] then
        by_key[key] = {
          name = it.name, qualname = it.qualname, file = it.file, self = 0, total = 0,
        }
        all[#all + 1] = by_key[key]
      end
      by_key[key].self = by_key[key].self + it.self
      by_key[key].total = by_key[key].total + it.total
    end
  end
  return all
end

-- Sorts by "self" or "total", then by the other one, then by name.
function functions.sort(all, by)
  local other = by == "self" and "total" or "self"
  table.sort(all, function(a, b)
    if a[by] ~= b[by] then return a[by] > b[by] end
    if a[other] ~= b[other] then return a[other] > b[other] end
    return functions.key(a) < functions.key(b)
  end)
end

-- The functions of two tallies: each with its title, its counts before and after by "self" or
-- "total", the change of its share, and its stars, as of shares.stars(). ANYWHERE as of key().
function functions.compare(before, after, by, anywhere)
  local all, found = {}, {}
  for _, side in ipairs{ { "before", before }, { "after", after } } do
    local field, tally = side[1], side[2]
    for _, it in ipairs(tally:functions()) do
      local key = functions.key(it, anywhere)
      local row = found[key] or { before = 0, after = 0, title = functions.title(it) }
      if not found[key] then all[#all + 1] = row end
      found[key] = row
      row[field] = row[field] + it[by]
    end
  end
  for _, it in ipairs(all) do
    it.change = it.after / after.total - it.before / before.total
    it.stars = shares.stars(it.before, before.total, it.after, after.total)
  end
  return all
end

-- "Worker.run (/srv/app.py)"
function functions.title(it)
  return pyflame.printable(("%s (%s)"):format(it.qualname or it.name, it.file))
end

-- '4711 "worker"' for a sampled thread.
function functions.thread_title(thread)
  local name = thread.name and (' "%s"'):format(thread.name) or ""
  return pyflame.printable((thread.tid or "?") .. name)
end

local WAITS = { waiting = true, ["gil-wait"] = true }

-- Adds a row of a tally to its thread's counts.
local function count(it, row)
  it.total = it.total + row.count
  if row.state == "gil" then it.gil = it.gil + row.count end
  if WAITS[row.state] then it.waiting = it.waiting + row.count end
  local place = row[1] and pyflame.printable(tostring(row[1])) or "(no Python frame)"
  it.places[place] = (it.places[place] or 0) + row.count
  if it.places[place] > (it.places[it.place] or 0) then it.place = place end
end

-- The threads of all TALLIES that were made by_thread: tid, title, and how many samples there are
-- of it in total, with the GIL, waiting; and where it was most often.
function functions.threads(tallies)
  local all, by_key = {}, {}
  for _, tally in ipairs(tallies) do
    for row in tally:rows() do
      local thread = row.thread
      local key = thread and thread.pid .. " " .. (thread.tid or thread.ident)
      if key and not by_key[key] then
        by_key[key] = { tid = thread.tid or 0, total = 0, gil = 0, waiting = 0, places = {} }
        all[#all + 1] = by_key[key]
      end
      if key then
        by_key[key].title = functions.thread_title(thread)
        count(by_key[key], row)
      end
    end
  end
  return all
end

return functions
