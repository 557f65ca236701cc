-- The program that "run" and --args start: what it is, and how it ends.

local pyflame = require "pyflame"

local launched = {}

local words  -- of the program and its arguments, for the next "run"; nil: none
local child  -- the last one that was started; nil: none
local told   -- the handler that speaks of it at the end; nil: none

-- What "run" starts from now on: an array of words.
function launched.set(program) words = program end

function launched.words() return words end

-- What may be meant by the name of a file of this folder, which no shell would run either.
local function advice(name)
  local file <close> = not name:find("/", 1, true) and io.open(name) or nil
  if not file then return "" end
  local how = name:find("%.py$") and "python3 " or "./"
  return (".  There is such a file here: try \"run %s%s\""):format(how, name)
end

-- Whoever leaves the prompt may think that the program ends with it.
local function tell_at_exit(background)
  if told or not background then return end
  told = pyflame.on("exit", function()
    if child and not child:wait(0) then
      pyflame.write(("Process %d, which was started here, runs on.\n"):format(child.pid))
    end
  end)
end

-- Starts the program and attaches to it, once it is a Python. What ended before that, or never was
-- one, gives nil, message, code, and the exit status that a shell would give if it cannot be run.
function launched.start(background)
  if not words then
    return nil, "No program to run.  Try \"run PROGRAM ARG...\", or start with --args.", "USAGE"
  end
  local command = { background = background, table.unpack(words) }
  local started, message, code, status = pyflame.launch(command)
  if not started then return nil, message .. advice(words[1]), code, status end
  child = started
  tell_at_exit(background)
  local process
  process, message, code = child:attach{}
  if process then
    process:close()
    return pyflame.execute("attach " .. child.pid)
  end
  if code == "GONE" then child:wait() end
  local ending = launched.ending(child.pid)
  if not ending then return nil, message, code end
  return nil, ("the program %s, and never was a Python itself: \"pyflame -t\" looks at its "
               .. "children, too"):format((ending:gsub("^killed", "was killed"))), "NOT_PYTHON"
end

-- Waits for the end of the program: its exit status, and the signal that killed it; 0 without one.
function launched.finish()
  if not child then return 0 end
  local ending = child:wait()
  return ending.status, ending.signal
end

-- How the program with that pid has ended, as GDB says it; nil while it runs, or is no such one.
function launched.ending(pid)
  local ending = child and child.pid == pid and child:wait(0)
  if not ending then return nil end
  if pyflame.vars then
    pyflame.vars._exitcode = not ending.signal and ending.status or nil
    pyflame.vars._exitsignal = ending.signal
  end
  if ending.signal then return ("killed by signal %d"):format(ending.signal) end
  if ending.status == 0 then return "exited normally" end
  return ("exited with code %02o"):format(ending.status)
end

return launched
