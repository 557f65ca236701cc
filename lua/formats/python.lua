-- python: stacks as Python's tracebacks, the newest frame last.

local pyflame = require "pyflame"

local python = {
  name = "python",
  summary = "stacks as Python's tracebacks",
}

local function write_frame(out, frame)
  out:write(('  File "%s", line %s, in %s\n'):format(pyflame.printable(frame.file),
            frame.line or "?", pyflame.printable(frame.qualname or frame.name)))
  local source = frame.line and pyflame.source_line and pyflame.source_line(frame.file, frame.line)
  if source then out:write("    ", source, "\n") end
end

function python:thread(thread, frames)
  local out = self.out
  if self.options.heading and self.begun then out:write("\n") end
  self.begun = true
  out:write(pyflame.printable(tostring(thread)), " (most recent call last):\n")
  if thread.truncated and not frames.more then
    out:write("  (stack truncated: ", pyflame.printable(thread.truncated), ")\n")
  elseif frames.more then
    out:write("  (Older stack frames left out...)\n")
  elseif #frames == 0 then
    out:write("  (no Python frame)\n")
  end
  for i = #frames, 1, -1 do write_frame(out, frames[i]) end
end

return python
