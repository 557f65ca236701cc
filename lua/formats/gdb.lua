-- gdb: stacks as "bt" prints them, with their source lines.

local pyflame = require "pyflame"

local gdb = {
  name = "gdb",
  summary = "stacks as \"bt\" prints them",
}

-- "#0  leaf at /srv/app.py:13", and the line below it.
local function write_frame(out, frame, indent)
  out:write(("%s#%-2d %s\n"):format(indent, frame.level, pyflame.printable(tostring(frame))))
  local source = frame.line and pyflame.source_line and pyflame.source_line(frame.file, frame.line)
  if source then out:write(indent, "        ", source, "\n") end
end

function gdb:frame_with_elided(frame)
  write_frame(self.out, frame, "")
  local elided = type(frame) == "table" and not self.options.hide and frame.elided or {}
  for _, hidden in ipairs(elided) do write_frame(self.out, hidden, "    ") end
end

function gdb:thread(thread, frames)
  local out = self.out
  if self.options.heading then
    out:write(self.begun and "\n" or "", pyflame.printable(tostring(thread)), "\n")
    self.begun = true
  end
  if #frames == 0 and not thread.truncated then out:write("(no Python frame)\n") end
  for _, frame in ipairs(frames) do self:frame_with_elided(frame) end
  if frames.more then
    out:write("(More stack frames follow...)\n")
  elseif thread.truncated then
    out:write("(stack truncated: ", pyflame.printable(thread.truncated), ")\n")
  end
end

return gdb
