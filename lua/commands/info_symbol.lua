-- info symbol: what is at an address.

local address = require "pyflame.lib.address"

pyflame.command{
  name = "info symbol", group = "data", usage = "ADDRESS", needs = "process",
  summary = "Say which symbol of an ELF file is at an address.",
  help = "ADDRESS is a number, a symbol, or such with + and - between.",
  run = function(session, args)
    if args.text == "" then return nil, "Argument required (address).", "USAGE" end
    local at, message, code = address.parse(session.process, args.text)
    if not at then return nil, message, code end
    local symbol
    symbol, message, code = session.process:symbol_at(at)
    if not symbol and message then return nil, message, code end
    if not symbol then
      print(("No symbol matches %s."):format(pyflame.printable(args.text)))
      return
    end
    local offset = at - symbol.at
    print(("%s%s%s of %s"):format(
      pyflame.printable(symbol.name), offset > 0 and " + " .. offset or "",
      symbol.section and " in section " .. pyflame.printable(symbol.section) or "",
      pyflame.printable(symbol.path)))
  end,
}
