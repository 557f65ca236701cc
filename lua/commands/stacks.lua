-- stacks: each different stack once, with how many threads are in it.

local styled = require "pyflame.lib.styled"
local words = require "pyflame.lib.words"

-- The frames that are compared and printed, the newest first, as lines.
local function lines_of(thread, depth)
  local lines = {}
  for frame in thread:frames() do
    if #lines == depth then
      lines[#lines + 1] = "(More stack frames follow...)\n"
      break
    end
    local place = styled.place(pyflame.printable(tostring(frame)))
    lines[#lines + 1] = ("#%-2d %s\n"):format(frame.level, place)
  end
  if #lines == 0 then lines[1] = "(no Python frame)\n" end
  if thread.truncated then
    lines[#lines + 1] = ("(stack truncated: %s)\n"):format(pyflame.printable(thread.truncated))
  end
  return table.concat(lines)
end

-- Groups by stack: the most threads first, then the lowest number.
local function groups_of(session, threads, depth)
  local groups, by_stack = {}, {}
  for _, thread in ipairs(threads) do
    local stack = lines_of(thread, depth)
    local group = by_stack[stack]
    if not group then
      group = { stack = stack }
      by_stack[stack] = group
      groups[#groups + 1] = group
    end
    group[#group + 1] = session:number(thread)
  end
  for _, group in ipairs(groups) do table.sort(group) end
  table.sort(groups, function(a, b)
    if #a ~= #b then return #a > #b end
    return a[1] < b[1]
  end)
  return groups
end

-- "1-3 7": numbers in order, runs of them as ranges.
local function ranges(numbers)
  local parts, i = {}, 1
  while i <= #numbers do
    local last = i
    while numbers[last + 1] == numbers[last] + 1 do last = last + 1 end
    parts[#parts + 1] = numbers[i] .. (last > i and "-" .. numbers[last] or "")
    i = last + 1
  end
  return table.concat(parts, " ")
end

pyflame.command{
  name = "stacks", group = "threads", usage = "[N]", needs = "process", again = true,
  summary = "Print each different stack once, with the threads that are in it.",
  help = [[
The stack that most threads have comes first.  With N, only the N newest frames are compared and
printed.  The numbers are those that "thread apply" takes.]],
  run = function(session, args)
    local _, rest = words.read(args, {}, "stacks")
    local depth = rest[1] and math.tointeger(tonumber(rest[1]))
    if rest[2] or (rest[1] and (not depth or depth < 1)) then
      return nil, "stacks takes a number of frames, at least 1.", "USAGE"
    end
    local threads, message, code = session:threads()
    if not threads then return nil, message, code end
    if #threads == 0 then return nil, "No threads.", "USAGE" end
    for _, group in ipairs(groups_of(session, threads, depth)) do
      local plural = #group == 1 and "" or "s"
      pyflame.write(("\n%d thread%s: %s\n"):format(#group, plural, ranges(group)), group.stack)
    end
  end,
}
