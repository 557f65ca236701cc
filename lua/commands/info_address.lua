-- info address: where a symbol is.

pyflame.command{
  name = "info address", group = "data", usage = "SYMBOL", max_args = 1, needs = "process",
  summary = "Say where a symbol of an ELF file is.",
  run = function(session, args)
    if not args[1] then return nil, "Argument required.", "USAGE" end
    local name = pyflame.printable(args[1])
    local at, message, code = session.process:symbol(args[1])
    if not at and type(message) == "string" then return nil, message, code end
    if not at then return nil, ('No symbol "%s" in current context.'):format(name), "USAGE" end
    print(('Symbol "%s" is at 0x%x in a file compiled without debugging.'):format(name, at))
  end,
}
