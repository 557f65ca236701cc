-- What the commands about the heap share: tables of types, notes, counts that are kept in files.

local pyflame = require "pyflame"

local heap = {}

local MAGIC = "pyflame-heap 1"

-- "1 object", "2 objects".
function heap.counted(count, noun)
  return ("%d %s%s"):format(count, noun, count == 1 and "" or "s")
end

-- One row of numbers and a type; the first row is the header.
local function print_rows(rows)
  local widths = {}
  for _, row in ipairs(rows) do
    for i = 1, #row - 1 do widths[i] = math.max(widths[i] or 0, #tostring(row[i])) end
  end
  for _, row in ipairs(rows) do
    local parts = {}
    for i, width in ipairs(widths) do parts[i] = ("%" .. width .. "s"):format(row[i]) end
    parts[#parts + 1] = row[#row]
    print(table.concat(parts, "  "))
  end
end

local function print_more(count, shown)
  if count > shown then print(("(%d more)"):format(count - shown)) end
end

-- Prints the first rows of what process:heap() has returned; 0: all of them.
function heap.print(it, rows)
  local last = rows > 0 and math.min(rows, #it.types) or #it.types
  local lines = { { "Count", "Bytes", "Type" } }
  for i = 1, last do
    local type = it.types[i]
    lines[#lines + 1] = { type.count, type.bytes, pyflame.printable(type.type) }
  end
  print_rows(lines)
  print_more(#it.types, last)
  print(("%s of %s, %s."):format(heap.counted(it.count, "object"),
                                 heap.counted(#it.types, "type"),
                                 heap.counted(it.bytes, "byte")))
end

-- Says what is not as one would think.
function heap.warn(it)
  pyflame.flush()
  if it.pauses > 1 then
    warn(("This is of %d moments: the process ran on in between.  For one moment, try \"stop\" "
          .. "before, or a longer -max-pause."):format(it.pauses))
  end
  if it.collecting then
    warn("A garbage collection was going on: what it looks at may be missing.")
  end
  if it.truncated then warn(pyflame.printable(it.truncated) .. ".") end
end

-- ---------------------------------------------------------------- files

-- Writes the counts of it to path: true; nil, message, code.
function heap.save(it, path)
  local file <close>, message, code = pyflame.create(path)
  if not file then return nil, message, code end
  local lines = { MAGIC }
  for _, type in ipairs(it.types) do
    lines[#lines + 1] = ("%d %d %s"):format(type.count, type.bytes, pyflame.printable(type.type))
  end
  local good
  good, message, code = file:write(table.concat(lines, "\n"), "\n")
  if not good then return nil, message, code end
  return file:finish()
end

local function is_none(path)
  return nil, pyflame.printable(path) .. " has no counts of \"heap -save\".", "USAGE"
end

-- The counts that a file has: type -> { count =, bytes = }; nil, message, code.
function heap.load(path)
  local file <close>, message = io.open(path)
  if not file then return nil, pyflame.printable(message), "SYSTEM" end
  if file:read(#MAGIC + 1) ~= MAGIC .. "\n" then return is_none(path) end -- /dev/zero has no lines
  local types = {}
  for line in file:lines() do
    local count, bytes, type = line:match("^(%d+) (%d+) (.+)$")
    if not type then return is_none(path) end
    types[type] = { count = math.tointeger(count), bytes = math.tointeger(bytes) }
  end
  return types
end

-- ---------------------------------------------------------------- differences

-- The types whose counts differ, those that grew most first.
local function changes_of(it, before)
  local changes, left = {}, {}
  for type, old in pairs(before) do left[type] = old end
  for _, type in ipairs(it.types) do
    local name = pyflame.printable(type.type)
    local old = left[name] or { count = 0, bytes = 0 }
    left[name] = nil
    changes[#changes + 1] = { type = name, count = type.count - old.count,
                              bytes = type.bytes - old.bytes, now = type.count }
  end
  for name, old in pairs(left) do
    changes[#changes + 1] = { type = name, count = -old.count, bytes = -old.bytes, now = 0 }
  end
  for i = #changes, 1, -1 do
    if changes[i].count == 0 and changes[i].bytes == 0 then table.remove(changes, i) end
  end
  table.sort(changes, function(a, b)
    if a.bytes ~= b.bytes then return a.bytes > b.bytes end
    if a.count ~= b.count then return a.count > b.count end
    return a.type < b.type
  end)
  return changes
end

-- Prints what has changed since before, as heap.load() returned it.
function heap.print_changes(it, before, rows)
  local changes, count, bytes = changes_of(it, before), 0, 0
  for _, change in ipairs(changes) do
    count, bytes = count + change.count, bytes + change.bytes
  end
  if #changes == 0 then
    print("Nothing has changed.")
    return
  end
  local last = rows > 0 and math.min(rows, #changes) or #changes
  local lines = { { "Change", "Bytes", "Count", "Type" } }
  for i = 1, last do
    local it_is = changes[i]
    lines[#lines + 1] = { ("%+d"):format(it_is.count), ("%+d"):format(it_is.bytes), it_is.now,
                          it_is.type }
  end
  print_rows(lines)
  print_more(#changes, last)
  print(("%+d objects, %+d bytes."):format(count, bytes))
end

-- ---------------------------------------------------------------- objects

-- How an object refers to another one, behind its type: "[3]", "['name']".
local function link_of(object)
  local key = object.key and pyflame.printable(object.key)
  local how = object.how
  if how == "item" then return (" [%d]"):format(object.index) end
  if how == "value" then return (" [%s]"):format(key or "?") end
  if how == "attribute" then return (" attribute %s"):format(key or "?") end
  if how == "field" then return (" +%d"):format(object.index) end
  return how and " " .. how or ""
end

-- Prints the objects that were listed, a line each.
function heap.print_objects(it)
  for _, object in ipairs(it.objects) do
    print(("0x%x  %s%s%s"):format(object.at, pyflame.printable(object.type), link_of(object),
                                  object.repr and "  " .. object.repr or ""))
  end
  print_more(it.matches, #it.objects)
end

return heap
