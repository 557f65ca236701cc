-- Samples that are chosen by values, of a process that waits.
local process = assert(pyflame.attach(target.pid))

-- How many rows of MainThread and of worker are chosen, and the samples.
local function chosen(where, options)
  options = options or {}
  options.where, options.threads, options.rate, options.max = where, true, 0.001, 5
  local samples = assert(process:samples(options))
  local counts = { MainThread = 0, worker = 0 }
  for sample in samples do
    counts[sample.thread.name] = counts[sample.thread.name] + 1
  end
  return counts, samples
end

test("samples are chosen by values", function()
  local counts, samples = chosen("order.tenant == 'acme' and count > 2")
  equal(counts.MainThread, 5)
  equal(counts.worker, 0)
  equal(samples.stats.unmatched, 0)
  equal(samples.stats.nowhere, 5)
  equal(samples.stats.undecided, 0)
  equal(samples:doubt(), "name 'order' is not defined")
  counts, samples = chosen("order.tenant == 'umbrella'", { func = "inner" })
  equal(counts.MainThread, 0)
  equal(samples.stats.unmatched, 5)
  equal(samples.stats.nowhere, 0)
  equal(samples:doubt(), nil)
end)

test("a name that has no value is as none, and so is an attribute", function()
  for _, where in ipairs{ "unbound is None", "order.nothing == 1", "count.nothing" } do
    local counts, samples = chosen(where)
    equal(counts.MainThread, 0)
    equal(samples.stats.nowhere, 10)
    equal(samples.stats.undecided, 0)
  end
end)

test("what cannot be evaluated is counted", function()
  local counts, samples = chosen("order.queue.size == 3")
  equal(counts.MainThread, 0)
  equal(samples.stats.undecided, 5)
  equal(samples:doubt(), "'size' is a property of Queue: it would have to be executed")
end)

test("a frame that is chosen is the one that is asked", function()
  local counts, samples = chosen("count == 3", { func = "outer" })
  equal(counts.MainThread, 0)
  equal(samples.stats.nowhere, 5)
end)

test("a recording has the samples that were chosen", function()
  local path = os.tmpname()
  local samples = assert(process:samples{ where = "count == 3", threads = true, max = 3,
                                          rate = 0.001, record = path })
  equal(samples:run(), 3)
  equal(assert(pyflame.recording(path)):run(), 3)
  raises("where needs a process: a recording has no values", function()
    pyflame.recording(path, { where = "count == 3" })
  end)
  os.remove(path)
end)

test("conditions that cannot be are refused", function()
  local samples, message, code = process:samples{ where = "count == 3", mode = "nonstop" }
  equal(samples, nil)
  equal(message, "in nonstop mode samples cannot be chosen by values: the process changes them "
                 .. "while they are read")
  equal(code, "USAGE")
  samples, message = process:samples{ where = "count ==" }
  equal(samples, nil)
  assert(message:find("column", 1, true), message)
  samples, message = process:samples{ where = "count == $wanted" }
  equal(samples, nil)
  equal(message, "$wanted is not known in a condition for samples")
  raises("where is not a string", function() process:samples{ where = 1 } end)
end)
