-- json-tally: one JSON object a line for each thread, state and stack, with its count.

local frames = require "pyflame.lib.json_frames"

local json = {
  name = "json-tally",
  summary = "a JSON object a line for each thread and stack, with its count",
  by_thread = true,
}

function json:source()
  self.frames = frames.cache()
end

function json:tally(row)
  self.out:write(('{"count":%d,"state":"%s","thread":'):format(row.count, row.state),
                 self.frames.thread(row), ',"frames":', self.frames.stack(row), "}\n")
end

return json
