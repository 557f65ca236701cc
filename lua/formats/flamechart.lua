-- flamechart: for each sample the time, and its stack in the next line; Pyflame's --flamechart.

local flamechart = {
  name = "flamechart",
  summary = "each sample's time in microseconds since 1970, and its stack in the next line",
}

function flamechart:sample(sample)
  local time = (self.samples.start_ns + sample.time_ns) // 1000
  if sample.stack ~= 0 then
    self.out:write(time, "\n", self.text(sample), ";\n")
  elseif sample.state == "failed" then
    self.out:write(time, "\n(failed)\n")
  elseif self.options.idle ~= false then
    self.out:write(time, "\n(idle)\n")
  end
end

return flamechart
