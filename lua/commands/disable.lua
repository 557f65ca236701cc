-- disable: turns off what scripts have added.

pyflame.command{
  name = "disable", group = "support", usage = "SUBCOMMAND", max_args = 0,
  summary = "Turn off what a script has added, without forgetting it.",
  run = function() return pyflame.execute("help disable") end,
}
