-- The commands that sample, and what they share.
local function capture(line)
  local text, message = pyflame.capture(line)
  return text or error(message, 2)
end

-- The shell that runs this, for whoever is another program.
local function own_program()
  local stat <close> = assert(io.open("/proc/self/stat"))
  return ("/proc/%d/exe"):format(stat:read("n"))
end

test("sample prints folded stacks", function()
  equal(capture("sample -s 0"), "(idle) 1\n")
  equal(capture("sample -s 0 -x"), "")
  local text = capture("sample -s 0.02 -r 0.002 -threads")
  assert(text:match("parked%.py:<module>:%d+;.-:inner:%d+ %d+\n"), text)
  assert(capture("sample -s 0 -L"):match(":inner:%d+ 1\n"))
end)

test("sample, report and record choose by values", function()
  local text = capture("sample -s 0 -threads -where 'order.tenant == \"acme\"'")
  assert(text:match("^[^\n]+:inner:%d+ 1\n$"), text)
  equal(capture("sample -s 0 -threads -where 'count == 4'"), "")
  assert(capture("report -s 0 -threads -where 'count == 3'"):match("^1 samples in "))
  local path = os.tmpname()
  text = capture("record -s 0 -threads -where 'count == 3' -o " .. path)
  assert(text:match("^1 sample recorded"), text)
  os.remove(path)
  local _, message = pyflame.execute("sample -where 'count =='")
  assert(message:find("column", 1, true), message)
end)

test("sample takes formats and files", function()
  local path = os.tmpname()
  equal(capture("sample -s 0 -threads -format json -o " .. path),
        "2 samples written to " .. path .. ".\n")
  local file <close> = assert(io.open(path))
  assert(file:read("a"):match('"function":"inner"'))
  os.remove(path)
end)

test("report is a table", function()
  local text = capture("report -s 0.05 -r 0.002 -threads -n 2")
  local pid = target.pid
  local heading = "^%d+ samples in 0%.%d s of process " .. pid
                  .. ": %d+ ran Python %(%d+%.%d %%%), %d+ waited or ran C"
                  .. ", %d+ idle, %d+ lost %(exact%)\n"
  assert(text:match(heading), text)
  assert(text:match("\n +Self  95 %%  +Total  95 %%  Samples  Function\n"), text)
  assert(text:match("%d+%.%d %% +%d+%-%d+ +%d+%.%d %% +%d+%-%d+ +%d+  [%w.]+ %(/.-%)\n"), text)
  assert(text:match("%(%d+ more functions%)\n$"), text)
end)

test("a report fits a terminal", function()
  local columns = pyflame.columns
  local function widest()
    local width = 0
    for row in capture("report -s 0.05 -threads"):match("\n\n(.*)$"):gmatch("[^\n]+") do
      width = math.max(width, utf8.len(row))
    end
    return width
  end
  local free = widest()
  rawset(pyflame, "columns", function() return free - 1 end)
  local fitted = widest()
  rawset(pyflame, "columns", columns)
  assert(fitted < free and fitted > 60, fitted)
end)

test("a report of who waits says where to look", function()
  local nobody = "^(%d+) samples in .-: 0 ran Python %(0%.0 %%%), %1 idle, %d+ lost %(exact%)\n"
                 .. "No thread ran Python code%.  (.*)\n$"
  local all = '"NAME -threads" shows where threads wait, "NAME -children" what child processes do.'
  local function advises(text, want)
    local _, advice = text:match(nobody)
    equal(advice, want)
  end
  advises(capture("report -s 0.05"), (all:gsub("NAME", "report")))
  advises(capture("report -s 0.05 -x"), (all:gsub("NAME", "report")))
  advises(capture("report -s 0.05 -children"):gsub(" and its descendants", ""),
          '"report -threads" shows where threads wait.')
  local path = os.tmpname()
  capture("record -s 0.05 -o " .. path)
  advises(capture("report " .. path), (all:gsub("NAME", "record")))
  advises(capture("report -x " .. path), (all:gsub("NAME", "record")))
  os.remove(path)
end)

test("record keeps what report shows", function()
  local path = os.tmpname()
  os.remove(path)
  local text = capture("record -s 0.05 -r 0.002 -threads -o " .. path)
  assert(text:match("^%d+ samples recorded in " .. path .. "%.\n$"), text)
  assert(capture("report " .. path):match("inner"))
  assert(capture("report -format folded " .. path):match(":inner:%d+ %d+\n"))
  equal(io.open(path .. ".partial"), nil)
  os.remove(path)
end)

test("record replaces no file unless it is named", function()
  local path = os.tmpname()
  equal(capture("record -s 0 -o " .. path),
        "1 sample recorded in " .. path .. "; what was there is replaced.\n")
  os.remove(path)
  local folder = os.tmpname()
  os.remove(folder)
  assert(os.execute("mkdir " .. folder))
  local child <close> = assert(pyflame.launch{
    "sh", "-c", "cd $1 && touch pyflame.$2.2.rec.partial && exec $0 -nx -batch -p $2 "
                .. "-ex 'record -s 0' -ex 'record -s 0' >said", own_program(), folder,
    tostring(target.pid),
  })
  equal(child:wait().status, 0)
  local file <close> = assert(io.open(folder .. "/said"))
  equal(file:read("a"), ("1 sample recorded in pyflame.%d.rec.\n"
        .. "1 sample recorded in pyflame.%d.3.rec.\n"):format(target.pid, target.pid))
  os.execute("rm -r " .. folder)
end)

test("a recording is a target", function()
  local path = os.tmpname()
  capture("record -s 0.05 -r 0.002 -threads -o " .. path)
  assert(capture("info target"):match("^process " .. target.pid .. "\n"))
  local text = capture("target record " .. path)
  assert(text:match("^%d+ samples of process " .. target.pid .. " in "), text)
  equal(pyflame.process(), nil)
  text = capture("info target")
  assert(text:match("^recording = '" .. path .. "'\nprocess = " .. target.pid .. "\n"), text)
  assert(text:match("\nsamples = %d+ in 0.%d s, of 2 threads %(exact, threads%)\n"), text)
  assert(text:match("\nbegun = '%d+%-%d+%-%d+ %d+:%d+:%d+ [+-]%d+'\n"), text)
  assert(text:match("\nend = 'complete'\n"), text)
  assert(capture("report -n 2"):match("inner"))
  assert(capture("report -format folded"):match(":inner:%d+ %d+\n"))
  for _, line in ipairs{ "bt", "info threads", "sample -s 0", "thread 1" } do
    local _, message = pyflame.execute(line)
    equal(message, "A recording is looked at: only \"report\" works on it.  "
                   .. "Try \"attach PID\" for a process.")
  end
  for _, option in ipairs{ "-s 1", "-r 1", "-threads", "-children", "-mode nonstop", "-where x" } do
    local _, message = pyflame.execute("report " .. option)
    equal(message, option:match("%S+") .. " is for sampling a process; of a recording, \"report\" "
                   .. "takes -n, -x, -merge, -format and -o.")
    assert(not pyflame.execute("report " .. path .. " " .. option))
  end
  local done, message = pyflame.execute("target record /nonexistent/x")
  assert(not done and message:match("cannot open /nonexistent/x"), message)
  equal(capture("report -format folded -o " .. path .. ".txt"):match("^%d+(.*)$"),
        " samples written to " .. path .. ".txt.\n")
  os.remove(path .. ".txt")
  equal(capture("detach"), "Closed the recording " .. path .. ".\n")
  assert(not pyflame.execute("info target"))
  assert(not pyflame.execute("detach"))
  message = select(2, pyflame.execute("report"))
  equal(message, 'No process is attached.  Try "attach PID", or "report FILE".')
  capture("target record " .. path)
  capture("attach " .. target.pid)
  assert(capture("info target"):match("^process "))
  os.remove(path)
end)

-- The samples that are in the recording at path by now.
local function recorded(path)
  local samples = pyflame.recording(path)
  return samples and samples:run() or 0
end

test("a recorder that is killed leaves what it has recorded", function()
  local path = os.tmpname()
  local work = path .. ".partial"
  os.remove(path)
  local child <close> = assert(pyflame.launch{
    "/proc/self/exe", "-q", "-nx", "-batch", "-p", tostring(target.pid),
    "-ex", "record -r 0.0005 -threads -o " .. path,
  })
  while recorded(work) == 0 do assert(not child:wait(0.01)) end
  child:signal(9)
  equal(child:wait().signal, 9)
  equal(io.open(path), nil)
  local samples = assert(pyflame.recording(work))
  assert(samples:reason():match("not finished") or samples:reason():match("cut off"))
  local tally = capture("report -format folded " .. work)
  assert(tally:match(":inner:%d+ %d+\n"), tally)
  os.remove(work)
end)

test("two recorders do not share a file", function()
  local path = os.tmpname()
  local samples <close> = assert(pyflame.process():samples{ record = path .. ".partial" })
  local done, message = pyflame.execute("record -s 0 -o " .. path)
  equal(done, nil)
  equal(message, path .. ".partial is being written by another recorder; choose another name")
  samples:stop()
  assert(samples:run() > 0)
  equal(recorded(path .. ".partial"), #samples)
  capture("record -s 0 -o " .. path)
  equal(recorded(path), 1)
  os.remove(path)
end)

test("a recording that cannot get its name is not lost", function()
  local path, rename = os.tmpname(), os.rename
  rawset(os, "rename", function() return nil, "no room" end)
  local done, message = pyflame.execute("record -s 0.05 -r 0.002 -o " .. path)
  rawset(os, "rename", rename)
  equal(done, nil)
  assert(message:find("the recording is in " .. path .. ".partial", 1, true), message)
  assert(recorded(path .. ".partial") > 0)
  os.remove(path)
  os.remove(path .. ".partial")
end)

test("a signal waits until a recording has its name", function()
  local path = os.tmpname()
  local child <close> = assert(pyflame.launch{
    "/proc/self/exe", "-q", "-nx", "-batch", "-p", tostring(target.pid), "-e", [[
      local rename = os.rename
      rawset(os, "rename", function(...)
        os.execute("kill -TERM $PPID")
        return rename(...)
      end)]],
    "-ex", "record -s 0.05 -r 0.002 -o " .. path,
  })
  local ended = child:wait()
  equal(ended.signal, nil)
  equal(ended.status, 0)
  assert(recorded(path) > 0)
  os.remove(path)
end)

test("only samples that come have a shield", function()
  local path = os.tmpname()
  local samples <close> = assert(pyflame.process():samples{ seconds = 0, record = path })
  local shield = samples:shield()
  samples:run()
  equal(samples:shield(), nil)
  shield:close()
  shield:close()
  equal(pyflame.recording(path):shield(), nil)
  os.remove(path)
end)

test("a recording replaces only files, and what links lead to", function()
  local folder = os.tmpname()
  os.remove(folder)
  assert(os.execute("mkdir -p " .. folder .. "/x; cd " .. folder ..
                    "; mkfifo pipe; echo > file; ln -s file link; ln -s pipe there"))
  local function refuses(name, why)
    local done, message = pyflame.execute("record -s 0 -o " .. name)
    equal(done, nil)
    assert(message:find(why, 1, true), message)
  end
  refuses(folder .. "/x", "cannot replace " .. folder .. "/x: it is a directory")
  refuses(folder .. "/pipe", "it is a pipe")
  refuses(folder .. "/there", "it is a pipe")
  refuses("''", "an empty name")
  assert(os.execute(("test -p %s/pipe -a ! -e %s/pipe.partial"):format(folder, folder)))
  capture("record -s 0 -o " .. folder .. "/link")
  assert(os.execute(("test -L %s/link -a ! -e %s/link.partial"):format(folder, folder)))
  equal(recorded(folder .. "/file"), 1)
  os.execute("rm -r " .. folder)
end)

test("descendants are sampled, too", function()
  local text = capture("sample -s 0 -children")
  equal(text, ("process %d;(idle) 1\n"):format(target.pid))
  equal(capture("sample -s 0 -children -merge"), "(idle) 1\n")
  assert(capture("report -s 0.02 -children"):match(" and its descendants: "))
end)

test("what is wrong with the words is said", function()
  local function fails(line, want)
    local done, message = pyflame.execute(line)
    equal(done, nil)
    equal(message, want)
  end
  for _, command in ipairs{ "sample", "report", "record" } do
    fails(command .. " -nonsense",
          ("Unknown option: -nonsense.  Try \"help %s\"."):format(command))
  end
  fails("sample -s", "Option -s needs a value")
  fails("sample -s x", "Not a number: x")
  fails("sample what", 'sample: what is "what"?')
  local formats <close> = assert(io.popen("ls '" .. os.getenv("PF_HERE") .. "/../../lua/formats'"))
  local names = {}
  for line in formats:lines() do
    local name = line:gsub("%.lua$", "")
    if name ~= "gdb" and name ~= "python" then names[#names + 1] = name end -- for stacks
  end
  table.sort(names)
  local known = "  Known: " .. table.concat(names, ", ") .. "."
  fails("sample -format none", 'There is no format "none".' .. known)
  fails("sample -format ../x", 'There is no format "../x".' .. known)
  fails("sample -format svg", 'There is no format "svg".' .. known
                              .. "  flamegraph.pl makes an SVG of folded.")
  fails("report a b", 'report: what is "b"?')
  fails("record what", 'record takes no FILE without -o.  Try "record -o what".')
  assert(not pyflame.execute("sample -mode fast"))
  assert(not pyflame.execute("sample -r -1"))
  assert(not pyflame.execute("sample -s 0 -o /nonexistent/x"))
  assert(not pyflame.execute("record -s 0 -o /nonexistent/x"))
  assert(not pyflame.execute("report /nonexistent/x"))
end)

test("a user's own format is found", function()
  local folder = os.getenv("XDG_CONFIG_HOME") .. "/pyflame-shell/formats"
  assert(os.execute("mkdir -p '" .. folder .. "'"))
  local file = assert(io.open(folder .. "/mine.lua", "w"))
  file:write([[return { total = function(self, tally) self.out:write("n=", tally.total) end }]])
  file:close()
  equal(capture("sample -s 0 -format mine"), "n=1")
  os.remove(folder .. "/mine.lua")
end)

test("nothing is left behind", function()
  assert(not target.is_traced())
  equal(pyflame.status_line("x"), false)
end)
