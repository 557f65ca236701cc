-- Formats of stacks, and frame filters.

local function render(name, options)
  return assert(pyflame.render(pyflame.thread(), name, options))
end

local function lines_of(text)
  local lines = {}
  for line in text:gmatch("[^\n]*\n") do lines[#lines + 1] = line:sub(1, -2) end
  return lines
end

test("gdb is what bt prints", function()
  equal(render("gdb"), assert(pyflame.capture("bt")))
  equal(render("text"), render("gdb"))
  equal(render(), render("gdb"))
  equal(render("gdb", { count = 2 }), assert(pyflame.capture("bt 2")))
  local both = assert(pyflame.render(pyflame.threads(), "gdb", { heading = true, count = 1 }))
  assert(both:match('^Thread %d+ "MainThread"\n#0  .*%.%.%.%)\n\nThread %d+ "worker"\n'), both)
  equal(render("gdb", { count = -2 }), assert(pyflame.capture("bt -2")))
end)

test("python is a traceback", function()
  local lines = lines_of(render("python"))
  assert(lines[1]:match('^Thread %d+ "MainThread" %(most recent call last%):$'), lines[1])
  assert(lines[2]:match('^  File ".*/parked%.py", line %d+, in <module>$'), lines[2])
  equal(lines[3], "    outer()")
  assert(lines[6]:match('^  File ".*/parked%.py", line %d+, in inner$'), lines[6])
  equal(lines[7], "    sys.stdin.read()")
  equal(#lines, 7)
  lines = lines_of(render("python", { count = 1 }))
  equal(lines[2], "  (Older stack frames left out...)")
  equal(#lines, 4)
end)

test("folded counts equal stacks", function()
  local line = render("folded"):gsub("[^;]*/", "")
  line = line:gsub("%d+[; ]", "N;")
  equal(line, "parked.py:<module>:N;parked.py:outer:N;parked.py:inner:N;1\n")
  local thread = pyflame.thread()
  assert(pyflame.render({ thread, thread }, "folded"):match(" 2\n$"))
end)

test("json has the objects of dump", function()
  local dump = assert(pyflame.capture("dump -format json"))
  local lines = lines_of(assert(pyflame.render(pyflame.threads(), "json")))
  equal(#lines, 2)
  for _, line in ipairs(lines) do assert(dump:find(line, 1, true), line) end
end)

test("a template is a line for each frame", function()
  local lines = lines_of(render("%F %n %q %L %T %%"))
  equal(lines[1], "parked.py inner inner 0 MainThread %")
  equal(#lines, 3)
  assert(render("%f:%l %t"):match("^/.*/parked%.py:%d+ " .. target.pid .. "\n"))
  local _, message = pyflame.render(pyflame.thread(), "%z")
  equal(message, 'Invalid format "%z": %z is none of %f %F %l %L %n %q %t %T %%.')
end)

test("a format of one's own", function()
  pyflame.format{
    name = "mine",
    begin = function(self) self.out:write("<") end,
    thread = function(self, thread, frames) self.out:write(thread.name, #frames, ":") end,
    frame = function(self, frame) self.out:write(" ", frame.name) end,
    finish = function(self) self.out:write(">") end,
  }
  equal(render("mine"), "<MainThread3: inner outer <module>>")
  equal(render("mine", { count = 1 }), "<MainThread1: inner>")
  equal(render{ frame = function(self, frame) self.out:write(frame.level) end }, "012")
end)

test("a format of one's own may be for samples", function()
  pyflame.format{ name = "how-many", total = function(self, tally)
    self.out:write(tally.total, "\n")
  end }
  equal(assert(pyflame.capture("sample -s 0 -format how-many")), "1\n")
  local _, message = pyflame.render(pyflame.thread(), "how-many")
  equal(message, 'The format "how-many" is not for stacks.  '
                 .. "Known: folded, gdb, json, mine, python, text.")
  _, message = pyflame.execute("sample -s 0 -format gdb")
  assert(message:find('The format "gdb" is not for samples.  Known: collapsed, ', 1, true))
end)

test("a file of the user's is found, too", function()
  local folder = os.getenv("XDG_CONFIG_HOME") .. "/pyflame-shell/formats"
  assert(os.execute("mkdir -p '" .. folder .. "'"))
  local file = assert(io.open(folder .. "/depth.lua", "w"))
  file:write([[return { thread = function(self, _, frames) self.out:write("n=", #frames) end }]])
  file:close()
  equal(pyflame.capture("bt -format depth"), "n=3")
  os.remove(folder .. "/depth.lua")
end)

test("what is no format says so", function()
  local _, message, code = pyflame.render(pyflame.thread(), "nope")
  equal(message, 'There is no format "nope".  Known: folded, gdb, json, mine, python, text.')
  equal(code, "USAGE")
  raises("format: name", function() pyflame.format{ frame = print } end)
  raises("there is neither", function() pyflame.format{ name = "x" } end)
end)

test("a name that a filter gives is the frame's, also where it has a qualified one", function()
  pyflame.frame_filter{ name = "hide-outer", filter = function(frames)
    return coroutine.wrap(function()
      for frame in frames do coroutine.yield{ frame = frame, name = frame.name:upper() } end
    end)
  end }
  equal(render("%q"), "INNER\nOUTER\n<MODULE>\n")
end)

test("filters leave out, change and hide frames", function()
  pyflame.frame_filter{ name = "hide-outer", filter = function(frames)
    return coroutine.wrap(function()
      for frame in frames do
        if frame.name == "inner" then
          coroutine.yield{ frame = frame, qualname = "INNER", elided = { frame:older() } }
        elseif frame.name ~= "outer" then
          coroutine.yield(frame)
        end
      end
    end)
  end }
  equal(render("%q %L"), "INNER 0\n<module> 2\n")
  local lines = lines_of(render("gdb"))
  assert(lines[1]:match("^#0  INNER at .*parked%.py:%d+$"), lines[1])
  assert(lines[3]:match("^    #1  outer at "), lines[3])
  equal(lines[4], "            inner()")
  equal(#lines_of(render("gdb", { hide = true })), 4)
  equal(render("%n", { no_filters = true }), "inner\nouter\n<module>\n")
end)

test("filters go by priority, and are listed, disabled and enabled", function()
  pyflame.frame_filter{ name = "first", priority = 200, filter = function(frames)
    return pyflame.sequence(frames):where("name ~= 'inner'")
  end }
  equal(render("%n"), "<module>\n")
  equal(assert(pyflame.capture("info frame-filter")), [[
  Priority  Enabled  Name
  200       Yes      first
  100       Yes      hide-outer
]])
  assert(pyflame.execute("disable frame-filter hide-outer"))
  equal(render("%n"), "outer\n<module>\n")
  assert(pyflame.execute("disable frame-filter all"))
  equal(render("%n"), "inner\nouter\n<module>\n")
  assert(pyflame.capture("info frame-filter"):find("  200       No       first\n", 1, true))
  assert(pyflame.execute("enable frame-filter first"))
  equal(render("%n"), "outer\n<module>\n")
  local _, message = pyflame.execute("enable frame-filter nope")
  equal(message, 'frame-filter "nope" not found.  Try "info frame-filter".')
end)

test("filters may change what others have changed", function()
  local function renaming(name, priority)
    pyflame.frame_filter{ name = name, priority = priority, filter = function(frames)
      return pyflame.sequence(frames):map(function(frame)
        return { frame = frame, qualname = frame.qualname .. name }
      end)
    end }
  end
  renaming("-a", 2)
  renaming("-b", 1)
  assert(pyflame.execute("disable frame-filter first"))
  equal(render("%q", { count = 1 }), "inner-a-b\n")
  assert(render("gdb"):match("^#0  inner%-a%-b at "))
  assert(pyflame.execute("disable frame-filter all"))
end)

test("a filter that fails changes nothing", function()
  pyflame.frame_filter{ name = "bad", filter = function() return { { name = "x" } } end }
  equal(render("%n"), "inner\nouter\n<module>\n")
  assert(pyflame.execute("disable frame-filter all"))
  raises("frame_filter: name", function() pyflame.frame_filter{ filter = print } end)
  raises("filter is not a function", function() pyflame.frame_filter{ name = "x" } end)
end)

test("printers are listed and found", function()
  local printers = require "pyflame.lib.printers"
  equal(pyflame.capture("info pretty-printer"), "No pretty-printers.\n")
  local function shown() return "x" end
  pyflame.printer{ type = "collections.deque", to_string = shown, hint = "array" }
  pyflame.printer{ name = "numpy", pattern = "numpy%..*", children = pairs }
  equal(printers.of("collections.deque").hint, "array")
  equal(printers.of("numpy.ndarray").name, "numpy")
  equal(printers.of("dict"), nil)
  equal(pyflame.capture("disable pretty-printer numpy"),
        "1 printer disabled\n1 of 2 printers enabled\n")
  equal(printers.of("numpy.ndarray"), nil)
  equal(pyflame.capture("info pretty-printer"), "  collections.deque\n  numpy [disabled]\n")
  equal(pyflame.capture("enable pretty-printer all"),
        "2 printers enabled\n2 of 2 printers enabled\n")
  raises("neither type nor pattern", function() pyflame.printer{ name = "x" } end)
  raises("neither to_string nor children", function() pyflame.printer{ type = "x" } end)
end)

test("bt and dump take formats", function()
  local function capture(line) return assert(pyflame.capture(line)) end
  equal(capture("bt -format %n"), "inner\nouter\n<module>\n")
  equal(capture("bt 1 -format %n"), "inner\n")
  equal(capture("bt -format python"), render("python"))
  equal(capture("bt -format text 2"), capture("bt 2"))
  equal(capture("dump -format %T:%n"):match("^[^\n]*\n"), "MainThread:inner\n")
  equal(capture("dump -format gdb"):gsub("paused.-ms", ""),
        capture("dump"):gsub("paused.-ms", ""))
  equal(capture("dump --format=folded"), pyflame.render(pyflame.threads(), "folded"))
  local function fails(line, want)
    local done, message = pyflame.execute(line)
    equal(done, nil)
    equal(message, want)
  end
  local known = "  Known: folded, gdb, json, mine, python, text."
  fails("bt -format nope", 'There is no format "nope".' .. known)
  fails("dump -format nope", 'There is no format "nope".' .. known)
  fails("bt -format", "Option -format needs a value")
  fails("bt -format gdb full", 'Variables are shown without options only.  Try "bt full".')
  for _, word in ipairs{ "x", "_main", "0" } do
    local _, message = pyflame.execute("bt " .. word)
    fails("bt -hide " .. word, message)
  end
  local _, message = pyflame.execute("bt 0")
  fails("bt 1 2", (message:gsub("0", "2", 1)))
end)

test("bt goes through filters, unless it is told not to", function()
  pyflame.frame_filter{ name = "only-outer", filter = function(frames)
    return pyflame.sequence(frames):where("name == 'outer'")
  end }
  assert(pyflame.capture("bt"):match("^#1  outer at [^\n]*\n        inner%(%)\n$"))
  local lines = lines_of(assert(pyflame.capture("bt -no-filters")))
  equal(#lines, 6)
  equal(#lines_of(assert(pyflame.capture("bt --lua"))) < 5, true)
  assert(pyflame.execute("disable frame-filter only-outer"))
  equal(table.concat(lines, "\n") .. "\n", assert(pyflame.capture("bt")))
end)

test("set format is for bt and dump", function()
  local usual = assert(pyflame.capture("bt"))
  assert(pyflame.execute("set format %n"))
  equal(pyflame.capture("show format"), 'The format of stacks is "%n".\n')
  equal(pyflame.capture("bt 1"), "inner\n")
  assert(pyflame.capture("dump"):match("^inner\nouter\n"))
  local script = assert(pyflame.capture("bt --lua"))
  assert(script:find("render(assert(pyflame.thread()), \"%n\", {})", 1, true), script)
  local _, message = pyflame.execute("set format nope")
  assert(message:match('^There is no format "nope"'))
  equal(pyflame.capture("bt 1"), "inner\n")
  assert(pyflame.execute("set format"))
  equal(pyflame.capture("bt"), usual)
  equal(pyflame.capture("with format %L -- bt 2"), "0\n1\n")
end)
