-- Making text fit into a terminal's columns.

local fit = {}

-- Characters, as far as it is UTF-8.
function fit.width(text) return utf8.len(text) or #text end

-- A name in at most WIDTH characters.
function fit.name(name, width)
  if fit.width(name) <= width then return name end
  local last = utf8.len(name) and utf8.offset(name, width - 2) or width - 2
  return name:sub(1, last - 1) .. "..."
end

-- A line of text, its end left out where it does not fit. WIDTH nil: any fits.
function fit.line(text, width)
  if not width or fit.width(text) <= width then return text end
  return text:sub(1, utf8.len(text) and utf8.offset(text, width + 1) - 1 or width)
end

-- Text that has the path FILE in it, in at most WIDTH characters, where leaving out the path's
-- first folders is enough; the file's name stays.
function fit.path(text, file, width)
  if fit.width(text) <= width then return text end
  local folders, name = file:match("^(.*)/([^/]*)$")
  local first, last = text:find(file, 1, true)
  if not first or not name then return text end
  local head, tail = text:sub(1, first - 1), text:sub(last + 1)
  local room = width - fit.width(head .. ".../" .. name .. tail)
  local kept = ""
  for folder in folders:reverse():gmatch("[^/]+") do
    if fit.width(kept) + fit.width(folder) + 1 > room then break end
    kept = folder:reverse() .. "/" .. kept
  end
  return head .. ".../" .. kept .. name .. tail
end

return fit
