-- Writing samples in a format: finds the format, feeds it, and looks after the file.

local pyflame = require "pyflame"

local formats = require "pyflame.lib.formats"

local write = {}

-- Remembers the first failure, and writes nothing more after it.
local Sink = {}
Sink.__index = Sink

function Sink:write(...)
  if self.failure then return end
  local good, message, code = self.file:write(...)
  if not good then self.failure = { message, code } end
end

-- The shell's output, as a file of ours.
local Output = {}
Output.__index = Output

function Output.write(_, ...)
  pyflame.write(...)
  return true
end

function Output.finish()
  pyflame.flush()
  return true
end

function Output.close() end

-- That of the program, where there is no shell.
local function standard_output()
  if not pyflame.write then return io.stdout end
  local output = setmetatable({}, Output)
  return output, nil, nil, output
end

-- A path becomes a file of ours, which gets that name when it is whole.
local function open(file)
  if file == nil then return standard_output() end
  if type(file) ~= "string" then return file end
  local created, message, code = pyflame.create(file)
  return created, message, code, created
end

-- The text of samples' stacks, made once for each stack of a source.
local function stack_texts(format)
  local texts = {}
  return function(sample)
    local text = texts[sample.stack]
    if not text then
      text = sample:text(format)
      texts[sample.stack] = text
    end
    return text
  end
end

-- The text of samples' stacks below their process, where there are several.
local function process_texts(text)
  return function(sample)
    return ("process %d;%s"):format(sample.pid, text(sample))
  end
end

local Writer = {}
Writer.__index = Writer

local function feed_samples(self, samples)
  local format, sink = self.format, self.sink
  for sample in samples do
    self.busy = self.busy or sample.state ~= "idle"
    format:sample(sample)
    if sink.failure then break end
  end
end

local function feed_tally(self, samples)
  local format = self.format
  local tally = samples:tally{
    by_thread = format.by_thread or format.processes, by_syscall = format.by_syscall,
  }
  for row in tally:rows() do self.busy = self.busy or row.state ~= "idle" end
  if format.total then format:total(tally, samples) end
  for row in format.tally and tally:rows() or function() end do format:tally(row) end
end

-- Writes all that samples have; may be called for several, one after the other. Whether some of
-- them were not idle stays in busy. From then on a signal does not end the program before the
-- writer is closed, if sampling has not ended yet.
function Writer:add(samples)
  local format = self.format
  self.shield = self.shield or samples:shield()
  format.samples = samples
  format.processes = samples.info.children and not format.options.merge
  format.text = stack_texts(format.options.lines == false and "%f:%n" or "%f:%n:%l")
  if format.processes then format.text = process_texts(format.text) end
  if format.source then format:source(samples) end
  if format.sample then feed_samples(self, samples) else feed_tally(self, samples) end
end

-- true, or nil, message and code.
function Writer:finish()
  local format, sink = self.format, self.sink
  if format.finish then format:finish() end
  if not sink.failure and self.created then
    local good, message, code = self.created:finish()
    if not good then sink.failure = { message, code } end
  end
  self:close()
  if sink.failure then return nil, sink.failure[1], sink.failure[2] end
  return true
end

-- Without finish() before, a file of ours leaves nothing behind.
function Writer:close()
  if self.created then self.created:close() end
  if self.shield then self.shield:close() end
end

Writer.__close = Writer.close

-- A writer, its file opened already; nil, message, code when that cannot be. A file of ours that
-- is given instead of a path is not finished, unless it becomes the writer's .created.
function write.open(name, file, options)
  local format, message, code = formats.find(name or "folded", "samples")
  if not format then return nil, message, code end
  local opened, created
  opened, message, code, created = open(file)
  if not opened then return nil, message, code end
  local sink = setmetatable({ file = opened }, Sink)
  local instance = setmetatable({ out = sink, options = options or {} }, { __index = format })
  if file == nil and pyflame.columns then instance.columns = pyflame.columns() end
  if format.begin then instance:begin() end
  return setmetatable({ format = instance, sink = sink, created = created }, Writer)
end

-- samples:write(format, [file], [options])
function write.samples(samples, name, file, options)
  local writer <close>, message, code = write.open(name, file, options)
  if not writer then return nil, message, code end
  writer:add(samples)
  return writer:finish()
end

return write
