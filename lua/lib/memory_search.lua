-- Looking for bytes in the memory of a process: slice by slice, over what cannot be read.

local memory_search = {}

local SLICE, PAGE = 1 << 20, 4096

local Search = {}
Search.__index = Search

-- Gives out what is found in bytes, which lie at at.
function Search:match(bytes, at)
  local from = 1
  while self.left > 0 do
    local found = bytes:find(self.pattern, from, true)
    if not found then return end
    self.count, self.left = self.count + 1, self.left - 1
    self.give(at + found - 1)
    from = found + 1
  end
end

-- Goes on with size bytes at at. What is left over of the last ones, when they end here, may be the
-- beginning of a match.
function Search:bytes(bytes, at)
  local kept = self.kept_end == at and self.kept or ""
  local all = kept .. bytes
  self:match(all, at - #kept)
  local keep = #self.pattern - 1
  self.kept, self.kept_end = keep > 0 and all:sub(-keep) or "", at + #bytes
end

-- Reads [at, stop); page by page where not all of it can be read. nil, message, code when the
-- process is gone.
function Search:slice(at, stop, size)
  while at < stop and self.left > 0 do
    local piece = math.min(size - at % size, stop - at)
    local bytes, message, code = self.process:read(at, piece)
    if bytes then
      self:bytes(bytes, at)
    elseif code ~= "FAULT" then
      return nil, message, code
    elseif size > PAGE then
      local good
      good, message, code = self:slice(at, at + piece, PAGE)
      if not good then return nil, message, code end
    else
      self.unread = self.unread + piece
    end
    at = at + piece
  end
  return true
end

-- Looks for pattern among size bytes at at, in what is mapped there, and calls give(at) for each
-- place, at most max times. Returns how many there were, and how many bytes could not be read;
-- nil, message, code.
function memory_search.run(process, at, size, pattern, max, give)
  local regions, message, code = process:maps()
  if not regions then return nil, message, code end
  local self = setmetatable({ process = process, pattern = pattern, left = max, give = give,
                              count = 0, unread = size, kept = "" }, Search)
  for _, region in ipairs(regions) do
    local last = region.start + region.size
    local from = math.ult(region.start, at) and at or region.start
    local stop = last - at > size and at + size or last
    if at >= 0 and region.start >= 0 and from < last and from - at < size then
      self.unread = self.unread - (stop - from)
      local good
      good, message, code = self:slice(from, stop, SLICE)
      if not good then return nil, message, code end
    end
  end
  return self.count, self.unread
end

return memory_search
