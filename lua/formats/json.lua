-- json: one JSON object a line for each sample.

local frames = require "pyflame.lib.json_frames"

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

return json
