-- info gc: the state of the garbage collector for cycles.

local function yes(value)
  if value == nil then return "not known: the variable that says so has no symbol" end
  return value and "yes" or "no"
end

local function print_collector(collector)
  print(collector.interpreter
        and ("Garbage collector of interpreter %d:"):format(collector.interpreter)
        or "Garbage collector:")
  print("  enabled    = " .. yes(collector.enabled))
  print("  collecting = " .. yes(collector.collecting))
  if collector.unknown then
    print("  thresholds = not known: " .. collector.unknown)
    return
  end
  print("  thresholds = " .. table.concat(collector.threshold, ", "))
  print("  counts     = " .. table.concat(collector.count, ", "))
end

pyflame.command{
  name = "info gc", group = "status", max_args = 0, needs = "process", again = true,
  summary = "Show the state of the garbage collector.",
  help = [[
Thresholds are those of gc.get_threshold(), counts those of gc.get_count(), the youngest generation
first.  In free-threaded builds threads count on their own for a while, so the first count lags.
Each interpreter has a collector of its own from CPython 3.9 on.]],
  run = function(session)
    local collectors, message, code = session.process:collectors()
    if not collectors then return nil, message, code end
    for i, collector in ipairs(collectors) do
      if i > 1 then print() end
      print_collector(collector)
    end
  end,
}
