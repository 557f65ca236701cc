-- info modules: the Python modules that are imported.

local glob = require "pyflame.lib.glob"

local WIDTH = 24 -- of the column of names, at least

local function print_modules(imports)
  local width = WIDTH
  for _, import in ipairs(imports) do width = math.max(width, math.min(48, #import.name)) end
  local row = "%-" .. width .. "s  %s"
  print(row:format("Name", "File"))
  for _, import in ipairs(imports) do
    print(row:format(pyflame.printable(import.name),
                     import.file and pyflame.printable(import.file) or "(built-in)"))
  end
end

pyflame.command{
  name = "info modules", group = "status", usage = "[PATTERN]", max_args = 1, needs = "process",
  again = true, summary = "List the Python modules that are imported.",
  help = [[
They are those of sys.modules in the selected thread's interpreter, each with its __file__.  PATTERN
is a part of their names; with *, ? or [a-z] in it, it is for the whole name.  For programs and
libraries see "info files".]],
  run = function(session, args)
    local thread, interpreter = session.thread, nil
    local all = thread and session.process:interpreters() or {}
    for _, one in ipairs(all) do
      if one.id == thread.interpreter then interpreter = one.at end
    end
    local imports, unread, code = session.process:imports(interpreter)
    if not imports then return nil, unread, code end
    local matches, chosen = glob.matcher(args[1]), {}
    for _, import in ipairs(imports) do
      if matches(import.name) then chosen[#chosen + 1] = import end
    end
    if #chosen == 0 then
      print(args[1] and ('No module matches "%s".'):format(pyflame.printable(args[1]))
            or "No modules.")
    else
      print_modules(chosen)
    end
    pyflame.flush()
    if unread > 0 then warn(("%d modules could not be read."):format(unread)) end
  end,
}
