-- run: starts a program, and attaches to it.

local launched = require "pyflame.lib.launched"

pyflame.command{
  name = "run", alias = "r", group = "target", usage = "[PROGRAM [ARG...]]", complete = "files",
  summary = "Start a program, and attach to it as soon as it is a Python.",
  help = [[
Without PROGRAM: what --args, or "run", has named before.  It may be a wrapper, such as env or sh.
At a prompt the program is in the background: Ctrl-C does not reach it, and it has no input.  It is
not stopped, and runs on when the session ends.]],
  run = function(_, args)
    if #args > 0 then launched.set{ table.unpack(args) } end
    local good, message, code = launched.start(pyflame.is_prompt())
    if not good then return nil, message, code end
  end,
}
