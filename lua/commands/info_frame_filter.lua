-- info frame-filter: what scripts make of stacks before they are printed.

pyflame.command{
  name = "info frame-filter", group = "status", max_args = 0, again = true,
  summary = "List the frame filters that scripts have added.",
  help = "Those with the highest priority come first.  \"bt -no-filters\" does without them.",
  run = function() require("pyflame.lib.frame_filters"):print() end,
}
