-- enable: turns on what scripts have added.

pyflame.command{
  name = "enable", group = "support", usage = "SUBCOMMAND", max_args = 0,
  summary = "Turn on what a script has added.",
  run = function() return pyflame.execute("help enable") end,
}
