-- flamechart: for each sample the time, and its stack in the next line; Pyflame's --flamechart.

local flamechart = {
  name = "flamechart",
  summary = "each sample's time in microseconds since 1970, and its stack in the next line",
}

function flamechart:sample(sample)
  local time = (self.samples.start_ns + sample.time_ns) // 1000
  if sample.stack ~= 0 then return self.out:write(time, "\n", self.text(sample), ";\n") end
  if sample.state ~= "failed" and self.options.idle == false then return end
  local process = self.processes and ("process %d;"):format(sample.pid) or ""
  self.out:write(time, "\n", process, sample.state == "failed" and "(failed)\n" or "(idle)\n")
end

return flamechart
