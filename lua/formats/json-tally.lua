-- json-tally: one JSON object a line for each thread, state, system call and stack, with its count.

local frames = require "pyflame.lib.json_frames"

local json = {
  name = "json-tally",
  summary = "a JSON object a line for each thread and stack, with its count",
  by_thread = true,
  by_syscall = true,
}

function json:source()
  self.frames = frames.cache()
end

function json:tally(row)
  self.out:write(('{"count":%d,"state":"%s","syscall":%s,'):format(
                   row.count, row.state, self.frames.syscall(row)),
                 self.samples.info.children and frames.process(row) or "", '"thread":',
                 self.frames.thread(row), ',"frames":', self.frames.stack(row), "}\n")
end

return json
