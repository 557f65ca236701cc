-- echo: text, with escapes.

local literal = require "pyflame.lib.literal"

pyflame.command{
  name = "echo", group = "support", usage = "TEXT",
  summary = "Print a constant string.",
  help = "C escape sequences may be used in TEXT: \\n is a line break, \\033 or \\x1b a code.\n" ..
    "No line break is printed at the end without one.  A backslash in front of leading\n" ..
    "blanks keeps them, and one at the end is not printed.",
  run = function(_, args)
    local text = args.text:gsub("^\\(%s)", "%1"):gsub("([^\\])\\$", "%1"):gsub("^\\$", "")
    pyflame.write((literal.unescape(text)))
    return true
  end,
}
