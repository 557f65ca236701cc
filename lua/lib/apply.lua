-- What "thread apply" and "frame apply" have in common: flags, and a command for each of many.

local pyflame = require "pyflame"

local apply = {}

local MOST = 0x7fffffff -- no thread and no frame has a higher number

apply.HELP = [[
-q  prints no heading.
-c  prints the error of COMMAND, and goes on with the next.
-s  says nothing of errors, nor of those for which COMMAND prints nothing.
Without -c and -s, the first failure ends it.]]

-- Takes words off the front of text while take(word) is true; returns what is left.
function apply.take_words(text, take)
  local word, rest = text:match("^(%S+)%s*(.*)$")
  while word and take(word) do
    text = rest
    word, rest = text:match("^(%S+)%s*(.*)$")
  end
  return text
end

-- The flags that text begins with, known ones only, and the command behind them.
function apply.flags(text, known)
  local flags = {}
  local command = apply.take_words(text, function(word)
    if not known[word] then return false end
    flags[word:sub(2)] = true
    return true
  end)
  if flags.c and flags.s then error("-c and -s are mutually exclusive", 0) end
  return flags, command
end

-- What the numbers in words such as "3" and "2-5" stand for; nil when it is no such word.
function apply.range(word)
  local first, last = word:match("^(%d+)-(%d+)$")
  first = first or word:match("^%d+$")
  if not first then return nil end
  first, last = math.tointeger(tonumber(first)), math.tointeger(tonumber(last or first))
  if not first or not last or first > MOST or last > MOST then return nil end
  return first, last
end

-- Runs COMMAND for what is selected now; true, or nil, message, code where that ends it.
function apply.run(heading, flags, command)
  heading = flags.q and "" or heading
  if not flags.s then pyflame.write(heading) end
  if not (flags.s or flags.c) then return pyflame.execute(command) end
  local text, message, code = pyflame.capture(command)
  if code == "INTERRUPTED" then return nil, message, code end
  if text and flags.s and text ~= "" then pyflame.write(heading) end
  if text then pyflame.write(text) end
  if not text and flags.c then print(message) end
  return true
end

return apply
