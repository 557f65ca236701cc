-- COMMAND --lua: what it prints does what the command does.

-- What the script prints that LINE prints with --lua.
local function by_script(line)
  local script = assert(pyflame.capture(line .. " --lua"))
  local path = os.tmpname()
  local file <close> = assert(io.open(path .. ".lua", "w"))
  file:write(script)
  file:close()
  local text = assert(pyflame.capture("source " .. path .. ".lua"))
  os.remove(path)
  os.remove(path .. ".lua")
  return text, script
end

for _, line in ipairs{
  "backtrace", "bt 2", "bt -2", "bt 100", "info threads", "info process", "info target", "thread",
  "thread 1", "thread apply all bt 1", "thread apply 1-2 -q thread", "show confirm",
  "info frame-filter", "sample -s 0 -format folded", "bt -format python", "bt -2 -format %n",
  "dump -format folded", "dump --format=python", "frame 0", "list 1,3", "info frame",
} do
  test(("\"%s\" as a script"):format(line), function()
    equal(by_script(line), assert(pyflame.capture(line)))
  end)
end

test("\"info process\" shows a long command line whole", function()
  local long = ("x"):rep(500)
  local child <close> = assert(pyflame.launch{ pyflame.process().executable, "-S", "-c",
    "import signal; signal.pause()", long })
  assert(child:attach{}):close() -- it is a Python by now
  assert(pyflame.execute("attach " .. child.pid))
  local text = assert(pyflame.capture("info process"))
  assert(text:find(" " .. long .. "'\n", 1, true), text)
  assert(pyflame.execute("detach"))
  assert(pyflame.execute("inferior 1"))
  child:signal(9)
end)

test("a script begins with the command that it is of", function()
  local _, script = by_script("thread apply 1-2 -q bt 1")
  assert(script:match("^%-%- thread apply 1%-2 %-q bt 1\n"), script)
end)

test("report as a script", function()
  local text = by_script("report -s 0 -n 3")
  assert(text:match("^1 samples in 0%.0 s of process " .. target.pid), text)
end)

test("scripts of commands are made of calls", function()
  equal(pyflame.capture("sample -s 2 -threads -o x.folded --lua"), [[
-- sample -s 2 -threads -o x.folded
local samples <close> = assert(pyflame.process():samples{ seconds = 2, threads = true })
assert(samples:write("folded", "x.folded"))
if samples.stats.taken == 0 then error(samples:reason() or "Nothing was sampled.", 0) end
]])
  equal(pyflame.capture("thread 2 --lua"),
        "-- thread 2\nassert(pyflame.execute(\"thread 2\"))\n")
  local script = assert(pyflame.capture("record -s 1 -o 'a b' --lua"))
  assert(script:find('record = "a b"', 1, true), script)
end)

test("a command of a script's own has one, too", function()
  pyflame.command{ name = "with-text", lua = "print(1)\n", run = function() print(1) end }
  equal(by_script("with-text"), "1\n")
  pyflame.command{
    name = "with-function", run = function(_, args) print(args[1]) end,
    lua = function(words)
      if not words[1] then return nil, "A word, please", "USAGE" end
      return ("print(%q)\n"):format(words[1])
    end,
  }
  equal(by_script("with-function 'a b'"), "a b\n")
  local _, message = pyflame.execute("with-function --lua")
  equal(message, "A word, please")
  raises("command: lua is neither", function()
    pyflame.command{ name = "x", lua = 1, run = print }
  end)
end)

test("what is wrong with the words is said, not printed", function()
  equal(pyflame.execute("bt x --lua"), nil)
  equal(pyflame.execute("sample -nonsense --lua"), nil)
end)

test("commands that take any text get it as it is", function()
  equal(pyflame.capture("lua print(1) --lua"), "1\n")
end)

test("commands are listed", function()
  local found
  for _, command in ipairs(pyflame.commands()) do
    if command.name == "backtrace" then found = command end
  end
  equal(found.group, "stack")
  equal(found.needs, "process")
  equal(found.again, true)
  assert(table.concat(found.aliases, " "):find("bt where", 1, true))
  assert(found.summary:find("stack") and found.help and found.usage)
end)

test("source lines are those of the process", function()
  local frame = pyflame.thread()[1]
  equal(pyflame.source_line(frame.file, frame.line), "sys.stdin.read()")
  equal(pyflame.source_line(frame.file, 1000000), nil)
  equal(pyflame.source_line("/nonexistent", 1), nil)
end)

test("until as a script", function()
  local text, script = by_script("until func == 'inner'")
  assert(text:find("#0  inner at ", 1, true), text)
  assert(script:find("-- until func == 'inner'\n", 1, true), script)
  assert(pyflame.execute("continue"))
end)
