-- json: one JSON object a line for each sample.

local frames = require "pyflame.lib.json_frames"
local stack = require "pyflame.lib.json_stack"

local json = {
  name = "json",
  summary = "a JSON object a line for each sample",
}

function json:source(samples)
  self.frames = frames.cache()
  self.base = samples.start_ns
end

function json:sample(sample)
  self.out:write(('{"time":%.6f,"state":"%s","syscall":%s,'):format(
                   sample.time, sample.state, self.frames.syscall(sample)),
                 self.samples.info.children and frames.process(sample) or "", '"thread":',
                 self.frames.thread(sample), ',"frames":', self.frames.stack(sample), "}\n")
end

-- Of one instant: an object a line for each thread, as "dump -format json" has it.
function json:thread(thread, shown)
  self.out:write(stack.thread(thread, shown), "\n")
end

return json
