-- The options of pyflame, the old command, and what is wrong with them.

local pyflame = require "pyflame"

local getopt = require "pyflame.lib.getopt"

local options = {}

local SPEC = {
  short = "dhLno:p:r:s:tTvx", last = "t",
  values = { A = true, o = true, p = true, r = true, s = true },
  long = {
    abi = "A", children = "C", dump = "d", help = "h", threads = "L", merge = "M",
    ["no-line-numbers"] = "n", output = "o",
    pid = "p", rate = "r", seconds = "s", trace = "t", timestamp = "T", flamechart = "T",
    version = "v", ["exclude-idle"] = "x",
  },
}

options.USAGE = [[
Usage: pyflame [options] [-p] PID
       pyflame [options] -t COMMAND [ARGUMENT...]

Where a Python program spends its time, for flamegraph.pl.

  -p, --pid=PID          the process to look at
  -s, --seconds=SECONDS  for so long (1); 0: one sample; negative: until it ends
  -r, --rate=SECONDS     from one sample to the next (0.001); 0: as fast as it goes
  -t, --trace            run a command and look at it until it ends; the last option
      --threads, -L      all threads, not only the one that runs Python code
      --children         the processes that it starts, too: "process PID;" before each stack
      --merge            with --children: equal stacks of all processes count together
  -x, --exclude-idle     leave out when no thread ran Python code
  -n, --no-line-numbers  functions without lines
  -o, --output=FILE      write there instead of to standard output
  -T, --flamechart, --timestamp
                         each sample with its time instead of counts
  -d, --dump             the stacks of all threads, once
      --abi=VERSION      read it as this version of Python: 27, 36, 37 ... 3.15
  -v, --version          say which version this is
  -h, --help             say this
]]

-- 3.4 and 3.5 were versions of the old command's; nobody can read them here.
local VERSIONS = { "2.7", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14",
                   "3.15" }
local OLD_ABIS = { ["26"] = "2.7", ["2.6"] = "2.7", ["34"] = "3.4", ["35"] = "3.4", ["3.5"] = "3.4",
                   ["3.4"] = "3.4" }

function options.version()
  local abis = table.concat(VERSIONS, " "):gsub("%.", "")
  return ("pyflame %s linux-gnu x86_64 (ABI list: %s)\n"):format(pyflame.version, abis)
end

-- "36", "3.6" and "311" as "3.6" and "3.11"; nil for what is none.
local function abi_of(text)
  for _, version in ipairs(VERSIONS) do
    if text == version or text == version:gsub("%.", "") then return version end
  end
  return OLD_ABIS[text]
end

local function number(given, default, what)
  if not given then return default end
  local value = tonumber(given)
  if not value or value ~= value or math.abs(value) > 1e9 then
    return nil, ('Error: failed to parse "%s" as %s.\n'):format(given, what)
  end
  return value
end

local function pid_of(text)
  local pid = text:match("^%d+$") and math.tointeger(tonumber(text))
  if pid and pid > 0 and pid <= 0x7fffffff then return pid end
  return nil, ('Error: failed to parse "%s" as a PID.\n'):format(pyflame.printable(text))
end

local function check_trace(read, rest)
  if read.p then return "Options -t and -p are not mutually compatible." end
  if read.d then return "Options -t and -d are not mutually compatible." end
  if not rest[1] then return "Option -t requires a command to run.", true end
  if rest[1]:match("pyflame$") then return "You tried to pyflame a pyflame, naughty!" end
end

local function set_numbers(read)
  local why
  read.seconds, why = number(read.s, 1, "a number of seconds")
  if why then return why end
  read.rate, why = number(read.r, 0.001, "a rate")
  if why then return why end
  if read.rate < 0 then return ('Error: failed to parse "%s" as a rate.\n'):format(read.r) end
end

local function set_pid(read, rest)
  if #rest > (read.p and 0 or 1) or not (read.p or rest[1]) then return "" end
  read.deprecated = not read.p
  local why
  read.pid, why = pid_of(read.p or rest[1])
  return why
end

local function check_children(read)
  if read.C and read.d then return "Options --children and -d are not mutually compatible." end
  if read.C and read.A then return "Options --children and --abi are not mutually compatible." end
end

-- The options; or nil, what is wrong with them, and whether the usage helps.
function options.read(args)
  local read, rest = getopt.read(args, SPEC)
  if not read then return nil, "pyflame: " .. rest, true end
  if read.h or read.v then return read end
  if read.A then
    read.abi = abi_of(read.A)
    if not read.abi then return nil, "Unknown or unsupported ABI version: " .. read.A end
  end
  local why = check_children(read)
  if why then return nil, why end
  why = set_numbers(read)
  if why then return nil, why, true end
  if not read.t then
    why = set_pid(read, rest)
    if why then return nil, why, true end
    return read
  end
  local usage
  why, usage = check_trace(read, rest)
  if why then return nil, why, usage end
  read.command = rest
  return read
end

return options
