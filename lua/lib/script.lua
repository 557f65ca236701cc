-- Scripts that are run by name: reading what they say of themselves, and running them.

local pyflame = require "pyflame"

local help = require "pyflame.lib.script_help"
local words = require "pyflame.lib.script_words"

local script = {}

-- So many instructions at most may come before a script's description.
local PATIENCE = 100000

-- How a script ends before its own end: with a status, and a message when that is not 0.
local Ending = {}
Ending.__index = Ending
function Ending.__tostring(self) return self.message or "the script has ended" end

-- The script that runs, until it has asked for its arguments: its name, and an array of them.
local current

local function leave(status, message)
  if pyflame.write then
    error(setmetatable({ status = status, message = message }, Ending))
  end
  if message then io.stderr:write(message, "\n") end
  os.exit(status, true)
end

-- What was called: a script's name or path, its arguments, what shows its help. In a stock Lua, arg
-- has it.
local function take_call()
  local call = current or not pyflame.write and { name = arg and arg[0], args = arg } or {}
  local name = call.name or "script"
  current = nil
  return name, call.args or {}, call.help or help.call(name) .. " --help"
end

local STATUS = {
  GONE = 3, PERMISSION = 3, SYSTEM = 3, NOT_PYTHON = 4, UNSUPPORTED = 4, CORRUPT = 4, USAGE = 2,
}

-- The process PID, or that of the session; ends the script when there is none.
local function find_process(name, pid)
  local process = pyflame.process and pyflame.process()
  local message, code, advice
  if pid and not (process and process.pid == pid) then
    if pyflame.process then
      process, message, code, advice = pyflame.capture("attach " .. pid)
      process = process and pyflame.process()
    else
      process, message, code, advice = pyflame.attach(pid)
    end
  end
  if process then return process end
  message = message and pyflame.printable(message) or "which process?  Say -p PID"
  leave(STATUS[code or "USAGE"] or 1, ("%s: %s.%s"):format(
    name, message:gsub("%.$", ""), advice and "\n" .. pyflame.printable(advice) or ""))
end

local function find_pid(name, pid)
  local process = pyflame.process and pyflame.process()
  pid = pid or process and process.pid
  if not pid then leave(2, name .. ": which process?  Say -p PID.") end
  local status <close> = io.open(("/proc/%d/status"):format(pid))
  return status and pid or leave(3, ("%s: no process with pid %d."):format(name, pid))
end

-- pyflame.script{...}: what the script was called with. See doc/lua-api.md.
function script.begin(description)
  words.check(description)
  local name, args, advice = take_call()
  if description.own_arguments then return args end
  local values, why = words.read(description, args)
  if not values then
    leave(2, ("%s: %s.\nTry \"%s\"."):format(help.short(name), pyflame.printable(why), advice))
  elseif values.help then
    (pyflame.write or io.write)(help.text(name, description))
    leave(0)
  end
  if description.needs == "process" then
    values.process = find_process(help.short(name), values.pid)
  end
  if description.needs then values.pid = find_pid(help.short(name), values.pid) end
  return words.known(description, values)
end

-- What a script sees until it has described itself: nothing that it could do anything with.
local function surroundings(keep)
  local module = { script = keep }
  return {
    pyflame = module, pf = module,
    require = function(name) return name == "pyflame" and module or {} end,
  }
end

-- The description that CODE begins with, of which nothing else is run; nil and why without one.
local function read_description(code)
  local described
  debug.setupvalue(code, 1, surroundings(function(given)
    described = given
    coroutine.yield()
  end))
  local body = coroutine.create(code)
  debug.sethook(body, function() error("too much", 0) end, "", PATIENCE)
  coroutine.resume(body)
  coroutine.close(body)
  if described == nil then return nil, "it does not say what it does" end
  local good, why = pcall(words.check, described)
  if not good then return nil, (tostring(why):gsub("^.-:%d+: ", "")) end
  return described
end

-- What was meant by a name that no script has, as a question; "" when nobody can tell.
local function ask_for(name)
  local near = require("pyflame.lib.nearest")(name, pyflame.scripts())
  return near and ("  Did you mean \"%s\"?"):format(pyflame.printable(near)) or ""
end

-- What is said in the shell when there is no script NAME.
function script.missing(name, why)
  return ("%s.  Try \"info scripts\".%s"):format(why, ask_for(name))
end

-- What the script NAME says of itself; nil, why, and whether there is one at all.
function script.describe(name)
  local found, code, why = pcall(pyflame.find_script, name)
  if not found then return nil, tostring(code), true end
  if not code then return nil, why, false end
  local description
  description, why = read_description(code)
  return description, why, true
end

-- For pyflame.scripts(): the keys of a set, sorted.
function script.sorted(set)
  local names = {}
  for name in pairs(set) do names[#names + 1] = name end
  table.sort(names)
  return names
end

-- Runs CODE as the script NAME; ADVICE is the command that shows its help, if not --help.
local function run(code, name, args, advice)
  local before = current
  current = { name = name, args = args, help = advice }
  local results = table.pack(pcall(code, table.unpack(args)))
  current = before
  if results[1] then return table.unpack(results, 2, results.n) end
  local failure = results[2]
  if getmetatable(failure) ~= Ending then error(failure, 0) end
  return failure.status, failure
end

-- For --script: runs it, and returns what it returns; wrong usage is said here.
function script.main(name, ...)
  local code, why = pyflame.find_script(name)
  if not code then
    io.stderr:write("pyflame-shell: error: ", pyflame.printable(why), ".", ask_for(name),
                    "\n-ex 'info scripts' lists those that there are.\n")
    return 2
  end
  local status, message, error_code = run(code, name, { ... })
  if getmetatable(message) ~= Ending then return status, message, error_code end
  if message.message then io.stderr:write(message.message, "\n") end
  return status
end

-- For the command "script": true, or nil, message, code. What it leaves in globals goes with it, so
-- a hold does not outlive a script that fails.
function script.run(name, args)
  local code, why, error_code = pyflame.find_script(name)
  if not code then return nil, script.missing(name, why), error_code end
  debug.setupvalue(code, 1, setmetatable({ arg = args }, { __index = _G }))
  local results = table.pack(pcall(run, code, name, args,
                                   "help script " .. pyflame.printable(name)))
  code = nil -- luacheck: ignore
  collectgarbage()
  if not results[1] then error(results[2], 0) end
  local status, message = results[2], results[3]
  if getmetatable(message) == Ending then
    if status == 0 then return true end
    return nil, message.message, "USAGE"
  end
  if status == nil and message then return nil, message, results[4] end
  if math.type(status) == "integer" and status ~= 0 then
    return nil, ("The script %s has ended with status %d."):format(name, status)
  end
  return true
end

return script
