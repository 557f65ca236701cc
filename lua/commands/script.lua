-- script: runs a script by its name, here.

local about = require "pyflame.lib.script_command"

pyflame.command{
  name = "script", group = "scripting", usage = about.usage, min_args = 1,
  composes = true, complete = "scripts",
  summary = about.summary, help = about.help,
  run = function(_, args)
    local scripts = require "pyflame.lib.script"
    return scripts.run(args[1], table.move(args, 2, #args, 1, {}))
  end,
}
