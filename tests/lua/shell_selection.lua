-- What is selected: threads by name, frames, inferiors; and source lines.
local function fails(line, want)
  local done, message = pyflame.execute(line)
  equal(done, nil)
  equal(message, want)
end

local function capture(line) return assert(pyflame.capture(line)) end

assert(pyflame.execute("bt"))
local stack = pyflame.thread()
local file = stack[1].file

-- The number of the line that has TEXT.
local function line_of(text)
  local number = 0
  for line in io.lines(file) do
    number = number + 1
    if line:find(text, 1, true) then return number end
  end
end

test("frames are selected by level, by function, and by steps", function()
  assert(pyflame.execute("thread 1"))
  local inner = "#0  inner at " .. file .. ":" .. line_of("sys.stdin.read()") .. "\n"
                .. "        sys.stdin.read()\n"
  local outer = "#1  outer at " .. file .. ":" .. line_of("    inner()") .. "\n"
                .. "        inner()\n"
  equal(capture("frame"), inner)
  equal(capture("up"), outer)
  equal(capture("frame"), outer)
  equal(capture("down"), inner)
  equal(capture("frame 1"), outer)
  equal(capture("frame level 0"), inner)
  equal(capture("frame outer"), outer)
  equal(capture("frame function inner"), inner)
  assert(capture("up 1000"):match("^#2  <module> at "))
  fails("up", "Initial frame selected; you cannot go up.")
  equal(capture("down 2"), inner)
  fails("down", "Bottom (innermost) frame selected; you cannot go down.")
  fails("frame 99", "No frame at level 99.")
  fails("frame -1", "Invalid frame level: -1.")
  fails("frame nope", 'No frame for function "nope".')
  fails("up x", "Not a number of frames: x.")
end)

test("a selected frame that is still there stays selected", function()
  assert(pyflame.execute("frame 1"))
  assert(pyflame.execute("bt"))
  assert(capture("frame"):match("^#1  outer "))
  assert(pyflame.execute("thread 1"))
  assert(capture("frame"):match("^#0  inner "))
end)

test("info frame says what is known", function()
  assert(pyflame.execute("frame 1"))
  local text = capture("info frame")
  assert(text:match("^Stack level 1, frame at 0x%x+:\n outer at "), text)
  assert(text:match("\n code object at 0x%x+, first line " .. line_of("def outer()")
                    .. ", instruction %d+\n"), text)
  assert(text:match("\n called by frame at 0x%x+: <module> at "), text)
  assert(text:match("\n caller of frame at 0x%x+: inner at "), text)
  assert(text:match('\n of Thread ' .. target.pid .. ' "MainThread"\n$'), text)
end)

test("Lua selects frames", function()
  pyflame.command{ name = "test-frames", run = function(session)
    local frame, level = session:select_frame(1)
    equal(frame.name, "outer")
    equal(level, 1)
    equal(session.frame.name, "outer")
    local none, message = session:select_frame(99)
    equal(none, nil)
    equal(message, "No frame at level 99.")
  end }
  assert(pyflame.execute("test-frames"))
  local frame, level = pyflame.frame()
  equal(frame.name, "outer")
  equal(level, 1)
end)

test("threads go by their names, too", function()
  local text = capture("thread worker")
  assert(text:match('^%[Switching to thread 2 %(Thread 0x%x+ %(LWP %d+%)%)%]\n'), text)
  assert(capture("thread Main"):match('^%[Switching to thread 1 '))
  fails("thread nobody", "Invalid thread ID: nobody")
  fails("thread 77", "Unknown thread 77.")
  fails("thread lwp:1", "Unknown thread lwp:1.")
  fails("thread lwp:x", "Invalid thread ID: lwp:x")
  fails("thread 0", "Invalid thread ID: 0")
  pyflame.command{ name = "test-find", run = function(session)
    equal(session:find_thread("worker"), 2)
    equal(session:find_thread("3"), 3)
    equal(session:find_thread("lwp:" .. target.pid), 1)
    equal(select(2, session:find_thread("nobody")), "Invalid thread ID: nobody")
  end }
  assert(pyflame.execute("test-find"))
end)

-- Lines first to last as list prints them.
local function listed(first, last, marked)
  local lines, number = {}, 0
  for line in io.lines(file) do
    number = number + 1
    if number >= first and number <= last then
      lines[#lines + 1] = (number == marked and "->" or "  ") .. number .. "\t" .. line .. "\n"
    end
  end
  return table.concat(lines), number
end

test("list goes on, back, and where it is told", function()
  local current = line_of("sys.stdin.read()")
  local _, count = listed(1, 1)
  assert(pyflame.execute("thread 1"))
  assert(pyflame.execute("frame 0"))
  equal(capture("list"), (listed(current - 5, current + 4, current)))
  equal(capture("list"), (listed(current + 5, current + 14)))
  equal(capture("list 3,5"), (listed(3, 5)))
  equal(capture("list -"), (listed(1, 2)))
  fails("list -", "Already at the start of " .. file .. ".")
  equal(capture("list outer"), (listed(line_of("def outer()") - 5, line_of("def outer()") + 4,
                                       current)))
  equal(capture("list parked.py:2,3"), (listed(2, 3)))
  equal(capture("list " .. file .. ":1"), (listed(1, 10)))
  equal(capture("list 4,"), (listed(4, 13)))
  equal(capture("with listsize 2 -- list 9,"), (listed(9, 10)))
  equal(capture("with listsize unlimited -- list 1,"), (listed(1, count, current)))
  fails("list 5000", ('Line number 4995 out of range; "%s" has %d lines.'):format(file, count))
  fails("list no_such_function", 'Function "no_such_function" is on no stack, so that its file '
        .. 'is not known.  Try "list FILE:LINE".')
  assert(not pyflame.execute("list /nonexistent/file:3"))
  equal(capture("info source"),
        ("Current source file is %s\nContains %d lines.\n"):format(file, count))
end)

test("source files may be elsewhere", function()
  local folder = os.tmpname()
  os.remove(folder)
  assert(os.execute("mkdir -p " .. folder .. "/sub"))
  local copy = assert(io.open(folder .. "/sub/parked.py", "w"))
  copy:write("first of another file\n")
  copy:close()
  equal(capture("directory " .. folder .. "/sub"),
        "Source directories searched: " .. folder .. "/sub:$root\n")
  equal(capture("list 1,1"), "  1\tfirst of another file\n")
  equal(capture("directory"), "Source directories searched: $root\n")
  equal(capture("list 1,1"), (listed(1, 1)))
  local from = file:match("^(.*)/")
  assert(pyflame.execute("set substitute-path " .. from .. "/ " .. folder .. "/sub"))
  equal(capture("show substitute-path"), "List of all source path substitution rules:\n  `"
        .. from .. "' -> `" .. folder .. "/sub'.\n")
  equal(capture("list 1,1"), "  1\tfirst of another file\n")
  fails("unset substitute-path /elsewhere", "No substitution rule defined for `/elsewhere'.")
  assert(pyflame.execute("unset substitute-path " .. from))
  equal(capture("list 1,1"), (listed(1, 1)))
  assert(pyflame.execute("set substitute-path " .. from:sub(1, -2) .. " " .. folder))
  equal(capture("list 1,1"), (listed(1, 1))) -- FROM ends within a name
  assert(pyflame.execute("unset substitute-path"))
  equal(capture("show substitute-path"), "List of all source path substitution rules:\n")
  assert(os.execute("rm -r " .. folder))
end)

test("a session has several inferiors", function()
  local code = "import signal; signal.pause()"
  local python = assert(io.open("/proc/" .. target.pid .. "/cmdline")):read("a"):match("^[^\0]+")
  local child <close> = assert(pyflame.launch{ python, "-S", "-c", code })
  assert(child:attach{}):close()
  local executable = pyflame.process().executable
  local row = ("  Num  %s Command\n* 1    process %d %s"):format(
    "Description" .. (" "):rep(#tostring(target.pid) - 3), target.pid, python)
  equal(capture("info inferiors"):sub(1, #row), row) -- a long command line is cut
  assert(pyflame.execute("attach " .. child.pid))
  equal(pyflame.process().pid, child.pid)
  local all = pyflame.inferiors()
  equal(#all, 2)
  equal(all[1].pid, target.pid)
  equal(all[2].pid, child.pid)
  equal(all[1].selected, false)
  equal(all[2].selected, true)
  assert(capture("inferior 1"):find("[Switching to inferior 1 [process " .. target.pid .. "] ("
                                    .. executable .. ")]\n", 1, true))
  equal(pyflame.process().pid, target.pid)
  assert(capture("bt"):match("^#0  inner "))
  assert(capture("inferior"):match("^%[Current inferior is 1 %[process "))
  fails("inferior 3", "Inferior ID 3 not known.")
  fails("inferior x", "Invalid inferior ID: x")
  assert(pyflame.execute("inferior 2"))
  assert(pyflame.execute("detach"))
  assert(capture("info inferiors"):find("\n* 2    <null>", 1, true))
  fails("bt", 'No stack.  No process is attached.  Try "attach PID".')
  assert(pyflame.execute("attach " .. target.pid)) -- it has one already
  equal(#pyflame.inferiors(), 2)
  equal(pyflame.inferiors()[1].selected, true)
  child:signal(9)
end)

test("an attach that fails leaves no inferior", function()
  local count = #pyflame.inferiors()
  assert(not pyflame.execute("attach 2147483647"))
  equal(#pyflame.inferiors(), count)
end)

test("threads are not as many as one can write", function()
  fails("thread apply 3-99999999999999999999 bt", "Invalid thread ID: 3-99999999999999999999")
  fails("thread apply 3000000000 bt", "Invalid thread ID: 3000000000")
end)

test("the end of one inferior leaves the others", function()
  equal(pyflame.process().pid, target.pid)
  assert(capture("bt"):match("^#0  inner "))
  equal(target.is_traced(), false)
end)
