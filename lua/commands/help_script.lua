-- help script: what a script does, and its arguments.

local about = require "pyflame.lib.script_command"

local function describe(name)
  local scripts = require "pyflame.lib.script"
  local it, why, exists = scripts.describe(name)
  if it then
    pyflame.write(require("pyflame.lib.script_help").text(name, it))
    return true
  end
  if not exists then return nil, scripts.missing(name, why), "USAGE" end
  return nil, ("The script \"%s\" cannot be described: %s"):format(name, why), "USAGE"
end

pyflame.command{
  name = "help script", group = "support", usage = "[NAME]", max_args = 1,
  complete = "scripts",
  summary = "Say what a script does, and what its arguments are.",
  help = "Without NAME it is about the command \"script\".  A NAME with a / in it is a file's.",
  run = function(_, args)
    if args[1] then return describe(args[1]) end
    pyflame.write(about.summary, "\nUsage: script ", about.usage, "\n\n", about.help,
                  "\n")
  end,
}
