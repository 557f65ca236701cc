-- What the Lua tests use: test(name, function), and facts about the target.
pyflame = pyflame or require "pyflame"
local failed = 0

-- The target: pid, and what the kernel says about it.
target = { pid = math.tointeger(tonumber(os.getenv("PF_PID"))) }

function target.status(field)
  for line in io.lines("/proc/" .. target.pid .. "/status") do
    local value = line:match("^" .. field .. ":%s*(.*)$")
    if value then return value end
  end
end

function target.is_traced()
  return target.status("TracerPid") ~= "0"
end

-- Runs body and says how it went. The first failure makes the exit status bad, at the end.
function test(name, body)
  local good, message = pcall(body)
  io.stdout:write(good and "ok - " or "not ok - ", name, "\n")
  if not good then
    failed = failed + 1
    io.stdout:write(tostring(message), "\n")
  end
end

function equal(have, want)
  if have ~= want then
    error(("have %s, want %s"):format(tostring(have), tostring(want)), 2)
  end
end

-- body must raise a message that has words in it.
function raises(words, body)
  local good, message = pcall(body)
  if good then error("nothing was raised", 2) end
  if not tostring(message):find(words, 1, true) then
    error(("%q lacks %q"):format(tostring(message), words), 2)
  end
end
