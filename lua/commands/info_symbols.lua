-- info symbols: the symbols of the mapped ELF files.

local LIMIT = 10000

pyflame.command{
  name = "info symbols", group = "data", usage = "[PATTERN]", max_args = 1, needs = "process",
  summary = "List the symbols of the ELF files that the process has mapped.",
  help = [[
PATTERN is a part of their names; with *, ? or [a-z] in it, it is for the whole name.  At most
10000 are shown.]],
  run = function(session, args)
    local symbols, more, code = session.process:symbols(args[1], LIMIT)
    if not symbols then return nil, more, code end
    print(args[1] and ('All symbols that match "%s":'):format(pyflame.printable(args[1]))
          or "All symbols:")
    local path
    for _, symbol in ipairs(symbols) do
      if symbol.path ~= path then
        path = symbol.path
        print(("\nFile %s:"):format(pyflame.printable(path)))
      end
      print(("0x%016x  %s"):format(symbol.at, pyflame.printable(symbol.name)))
    end
    if more then print(("\n(More than %d: the rest is left out.)"):format(LIMIT)) end
  end,
}
