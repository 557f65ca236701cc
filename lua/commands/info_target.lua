-- info target: what the session looks at, a process or a recording.

local sampling = require "pyflame.lib.sampling"

local function describe(path, samples)
  local info, threads = samples.info, {}
  local count = 0
  for sample in samples do
    count = count + 1
    if sample.thread_id ~= 0 then threads[sample.thread_id] = true end
  end
  local thread_count = 0
  for _ in pairs(threads) do thread_count = thread_count + 1 end
  print(("recording = '%s'"):format(pyflame.printable(path)))
  print(("process = %s"):format(info.pid or "?"))
  print(("exe = '%s'"):format(pyflame.printable(info.executable or "?")))
  print(("python = 'CPython %s'"):format(info.python or "?"))
  print(("begun = '%s'"):format(os.date("%Y-%m-%d %H:%M:%S %z", samples.start_ns // 1000000000)))
  print(("samples = %d in %.1f s, of %s (%s%s)"):format(
    count, samples.stats.elapsed, sampling.counted(thread_count, "thread"), info.mode,
    info.threads and ", threads" or ""))
  print(("end = '%s'"):format(samples:reason() or "complete"))
end

pyflame.command{
  name = "info target", group = "status", max_args = 0,
  summary = "Show what the session looks at: a process or a recording.",
  help = "Of a process it is \"info process\".",
  run = function(session)
    if session.process then return pyflame.execute("info process") end
    if not session.recording then
      return nil, "There is no target.  Try \"attach PID\" or \"target record FILE\".", "USAGE"
    end
    local samples <close>, message, code = pyflame.recording(session.recording)
    if not samples then return nil, message, code end
    describe(session.recording, samples)
    return true
  end,
}
