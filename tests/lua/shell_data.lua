-- Commands that look at memory, files, modules and at what Python keeps of itself.
local process = pyflame.process()

local function refused(command, message, code)
  local done, why, kind = pyflame.execute(command)
  equal(done, nil)
  equal(why, message)
  equal(kind, code)
end

test("info maps has what the kernel says", function()
  local text = assert(pyflame.capture("info maps"))
  assert(text:find("^process " .. target.pid .. "\nMapped address spaces:\n\n"))
  local rows = 0
  for from, to in text:gmatch("\n +0x(%x+) +0x(%x+) ") do
    assert(math.ult(tonumber(from, 16), tonumber(to, 16)))
    rows = rows + 1
  end
  equal(rows, #assert(process:maps()))
  equal(pyflame.capture("info mappings"), text)
end)

test("info files has the program and its build id", function()
  local text = assert(pyflame.capture("info files"))
  equal(pyflame.capture("info sharedlibrary"), text)
  local files = assert(process:files())
  equal(files[1].path, process.executable)
  for _, file in ipairs(files) do
    assert(text:find(file.path, 1, true))
    equal(file.deleted, false)
    local head = assert(process:read(file.start, 4))
    equal(head, "\127ELF")
  end
end)

test("info files takes a pattern", function()
  local text = assert(pyflame.capture("info sharedlibrary libc.*so"))
  equal(text, "No shared libraries matched.\n")
  text = assert(pyflame.capture("info files */libc.so*"))
  assert(text:find("^From +To +Build id +File\n0x%x+ +0x%x+ +%x+ +/.*/libc%.so%S+\n$"), text)
  equal(pyflame.capture("info files /libc.so"), text)
end)

test("symbols have a place and back", function()
  local symbols, more = process:symbols("PyList_New")
  equal(more, false)
  local symbol = assert(symbols[1])
  equal(process:symbol("PyList_New"), symbol.at)
  local found = process:symbol_at(symbol.at + 1)
  equal(found.name, "PyList_New")
  equal(found.section, ".text")
  equal(process:symbol_at(0), nil)
  symbols, more = process:symbols(nil, 3)
  equal(#symbols, 3)
  equal(more, true)
  raises("not between", function() process:symbols(nil, -1) end)
  raises("not between", function() process:symbols(nil, 1 << 40) end)
end)

test("x and find agree with read", function()
  local at = process:symbol("PyList_New")
  local bytes = process:read(at, 16)
  local want = {}
  for i = 1, 8 do want[i] = ("0x%02x"):format(bytes:byte(i)) end
  local text = assert(pyflame.capture(("x/8xb 0x%x"):format(at)))
  assert(text:find("<PyList_New>:\t" .. table.concat(want, "\t") .. "\n", 1, true), text)
  for i = 1, 8 do want[i] = ("0x%02x"):format(bytes:byte(i + 8)) end
  text = assert(pyflame.capture("x"))
  assert(text:find("<PyList_New+8>:\t" .. table.concat(want, "\t") .. "\n", 1, true), text)
  text = assert(pyflame.capture("find /b PyList_New, +16, " .. table.concat(want, ", ")))
  equal(text, ("0x%x <PyList_New+8>\n1 pattern found.\n"):format(at + 8))
end)

test("find goes through all that is mapped", function()
  local word = "parked-" .. target.pid .. "-" .. os.time()
  local text = assert(pyflame.capture(('find 0x1000, 0x7fffffffffff, "%s"'):format(word)))
  equal(text, "Pattern not found.\n")
  text = assert(pyflame.capture('find /1 0x1000, 0x7fffffffffff, "parked.py"'))
  assert(text:find("^0x%x+.*\n1 pattern found%.\n$"), text)
end)

test("modules have their files", function()
  local by_name = {}
  local imports, unread = process:imports()
  equal(unread, 0)
  for _, import in ipairs(imports) do by_name[import.name] = import end
  assert(by_name.__main__.file:find("parked%.py$"))
  assert(by_name.threading.file:find("threading%.py$"))
  equal(by_name.sys.file, nil)
  local text = assert(pyflame.capture("info modules thr*ing"))
  assert(text:find("^Name +File\nthreading +/.*threading%.py\n$"), text)
  local interpreter = assert(process:interpreters())[1]
  equal(#process:imports(interpreter.at), #imports)
  local none, message, code = process:imports(interpreter.at + 8)
  equal(none, nil)
  assert(message:find("there is no interpreter at 0x", 1, true))
  equal(code, "USAGE")
end)

test("patterns are parts of names, or the whole of them", function()
  local glob = require "pyflame.lib.glob"
  local function matches(pattern, name, want) equal(glob.matcher(pattern)(name), want) end
  matches(nil, "json", true)
  matches("so", "json", true)
  matches("s.n", "json", false)
  matches("j*", "json", true)
  matches("s*", "json", false)
  matches("*s?n", "json", true)
  matches("[jk]son", "json", true)
  matches("[!jk]son", "json", false)
  matches("[a-k]*", "json", true)
  matches("*[]x]", "a]", true)
  matches("[", "a[b", false)
  matches("[", "[", true)
  matches("a%*", "a%b", true)
  matches("*.py", "xpy", false)
end)

test("the collector and the GIL are Python's", function()
  local collector = assert(process:collectors())[1]
  equal(collector.enabled, true)
  equal(collector.collecting, false)
  equal(#collector.threshold, 3)
  equal(collector.unknown, nil)
  local gil = assert(process:gils())[1]
  equal(gil.holder, nil)
  equal(gil.own, true)
  equal(gil.interval_us, 5000)
  equal(process.free_threaded, false)
end)

test("numbers that are none are refused", function()
  refused("x 0x", 'Invalid number "0x".', "USAGE")
  refused("x 1+", "A syntax error in expression, near `'.", "USAGE")
  refused("x +", "A syntax error in expression, near `+'.", "USAGE")
  refused("x 0777777777777777777777777", "Numeric constant too large.", "USAGE")
  refused("x/4xb \27[31m", "A syntax error in expression, near `\27[31m'.", "USAGE")
  refused("x/xb 0", "Cannot access memory at address 0x0", "FAULT")
  refused("x/2147483649xb 0", 'Invalid number "2147483649".', "USAGE")
end)
