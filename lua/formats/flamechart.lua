-- flamechart: for each sample the time, and its stack in the next line; Pyflame's --flamechart.

local flamechart = {
  name = "flamechart",
  summary = "each sample's time in microseconds since 1970, and its stack in the next line",
}

function flamechart:sample(sample)
  local time = (self.samples.start_ns + sample.time_ns) // 1000
  local state = sample.state
  if state == "idle" or state == "failed" then
    self.out:write(time, "\n(", state, ")\n")
  elseif sample.stack ~= 0 then
    self.out:write(time, "\n", self.text(sample), ";\n")
  end
end

return flamechart
