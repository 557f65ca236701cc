-- cpuprofile: what Chrome's developer tools load in their "Performance" and "Profiler" panels.

local pyflame = require "pyflame"

local cpuprofile = {
  name = "cpuprofile",
  summary = "a tree of functions with times, for Chrome's developer tools",
}

-- So many numbers are joined to one string, which takes less memory than they do.
local CHUNK = 4096

function cpuprofile:begin()
  self.nodes = {}
  self.root = self:node(nil, "(root)", "", 0)
  self.deltas, self.chunks = {}, {}
  self.out:write('{"samples":[')
end

-- The node of a function below parent; made when there is none.
function cpuprofile:node(parent, name, file, line)
  local key = name .. "\0" .. file
  local node = parent and parent.below[key]
  if node then
    if line > 0 and (node.line == 0 or line < node.line) then node.line = line end
    return node
  end
  node = { id = #self.nodes + 1, name = name, file = file, line = line, hits = 0, below = {},
           children = {}, ticks = {} }
  self.nodes[node.id] = node
  if parent then
    parent.below[key] = node
    parent.children[#parent.children + 1] = node.id
  end
  return node
end

function cpuprofile:source(samples)
  self.node_of, self.line_of = {}, {}
  self.base = self.start and (samples.start_ns - self.start) // 1000 or 0
  self.start = self.start or samples.start_ns
end

-- What the stacks of a sample's process are below.
function cpuprofile:process_node(sample)
  if not self.processes then return self.root end
  return self:node(self.root, "process " .. sample.pid, "", 0)
end

function cpuprofile:thread_node(sample)
  local process = self:process_node(sample)
  if not self.samples.info.threads then return process end
  local thread = sample.thread
  local name = thread and (thread.name or "thread " .. (thread.tid or "?"))
  return name and self:node(process, name, "", 0) or process
end

-- The node of the newest frame; the frames of a stack are looked at once.
function cpuprofile:find(sample)
  local state = sample.state
  if state == "idle" or state == "failed" then
    return self:node(self:process_node(sample), "(" .. state .. ")", "", 0), 0
  end
  local key = sample.thread_id << 32 | sample.stack
  if self.node_of[key] then return self.node_of[key], self.line_of[key] end
  local places = {}
  for place in sample:frames() do places[#places + 1] = place end
  local node = self:thread_node(sample)
  for i = #places, 1, -1 do
    local place = places[i]
    node = self:node(node, place.qualname or place.name, place.file, place.line or 0)
  end
  self.node_of[key], self.line_of[key] = node, places[1] and places[1].line or 0
  return node, self.line_of[key]
end

function cpuprofile:sample(sample)
  local node, line = self:find(sample)
  local time = sample.time_ns // 1000 + self.base
  local deltas = self.deltas
  node.hits = node.hits + 1
  if line > 0 then node.ticks[line] = (node.ticks[line] or 0) + 1 end
  deltas[#deltas + 1] = time - (self.last or 0)
  self.out:write(self.last and "," or "", node.id)
  self.last = time
  if #deltas == CHUNK then
    self.chunks[#self.chunks + 1] = table.concat(deltas, ",")
    self.deltas = {}
  end
end

local function ticks_of(node)
  local lines, parts = {}, {}
  for line in pairs(node.ticks) do lines[#lines + 1] = line end
  table.sort(lines)
  for i, line in ipairs(lines) do
    parts[i] = ('{"line":%d,"ticks":%d}'):format(line, node.ticks[line])
  end
  return table.concat(parts, ",")
end

local function node_object(node)
  return ('{"id":%d,"callFrame":{"functionName":%s,"scriptId":"0","url":%s,"lineNumber":%d,'
          .. '"columnNumber":-1},"hitCount":%d,"children":[%s],"positionTicks":[%s]}'):format(
    node.id, pyflame.json(node.name), pyflame.json(node.file), node.line - 1, node.hits,
    table.concat(node.children, ","), ticks_of(node))
end

-- Times are microseconds, from 0 on: Chrome shows how long after the start something was.
function cpuprofile:finish()
  local out = self.out
  local rest = table.concat(self.deltas, ",")
  if rest ~= "" then self.chunks[#self.chunks + 1] = rest end
  out:write('],"timeDeltas":[', table.concat(self.chunks, ","), '],"nodes":[')
  for i, node in ipairs(self.nodes) do out:write(i > 1 and ",\n" or "", node_object(node)) end
  out:write(('],"startTime":0,"endTime":%d}\n'):format(self.last or 0))
end

return cpuprofile
