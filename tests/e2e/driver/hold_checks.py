"""Processes that are held where a stack matches, and run on behind that."""
import contextlib
import os
import re
import shutil
import signal
import struct
import time

from .outcome import expect
from .target import Target, check_untouched, fields, task_files

# Without the right to a real-time priority, threads are stopped where they are looked at.
WITHOUT_PRIORITY = (["setpriv", "--bounding-set", "-sys_nice"]
                    if os.geteuid() == 0 and shutil.which("setpriv") else [])

# Twice the same while the process is held, with all threads traced: counters and all stacks.
LOOK = """
local function look()
  local file <close> = assert(io.open("%s", "rb"))
  for _, task in ipairs(assert(pf.process():tasks())) do
    if task.state ~= "t" then error("thread " .. task.tid .. " is " .. task.state) end
  end
  return file:read(32) .. assert(pf.capture("thread apply all bt"))
end
print(look() == look() and "still" or "moves")
io.stdout:flush()
"""


class Visits:
    """The target, and the file that it counts in."""

    def __init__(self, target):
        self.target, self.pid = target, target.pid
        self.path = "/proc/%d/fd/%d" % (target.pid, target.truth["counters"])

    def counters(self):
        with open(self.path, "rb") as file:
            return struct.unpack("=4Q", file.read(32))

    def goes_on(self):
        """Waits until each thread that has counted counts on."""
        before = self.counters()
        while any(old and new == old for old, new in zip(before, self.counters())):
            expect(self.target.process.poll() is None, "the target has ended")
            time.sleep(0.001)


@contextlib.contextmanager
def visits(context, *words):
    with context.start("visits", *words) as target:
        yield Visits(target)


def finish(process):
    output, errors = process.communicate(timeout=120)
    return process.returncode, output.decode(), errors.decode()


def start(context, pid, *words, **options):
    return context.tool.start(["-batch", "-nx", "-p", str(pid)] + list(words), **options)


def until_words(target):
    return ["-ex", "until func == \"marked\"", "-ex", "bt 1", "-e", LOOK % target.path]


def check_until(context):
    """It is held in the function that it was told to enter, all of it, and runs on behind that."""
    with visits(context, "told", "2") as target:
        tool = start(context, target.pid, *until_words(target) + ["-ex", "continue"])
        target.goes_on()
        target.target.signal(signal.SIGUSR1)
        status, output, errors = finish(tool)
        expect((status, errors) == (0, ""), "%d: %s", status, errors)
        expect(re.match(r"\[Switching to thread 1 \(Thread 0x[0-9a-f]+ \(LWP %d\)" % target.pid, output) and
               output.count("\n#0  marked at ") == 2, "it is elsewhere: %s", output)
        expect(output.endswith("still\nContinuing.\n"), "it is not held: %s", output)
        check_untouched(target.pid)
        target.goes_on()


def check_short(prefix=()):
    """Visits of 50 microseconds: each hit is in one, not behind it."""
    def check(context):
        with visits(context, "short", "1") as target:
            tool = start(context, target.pid, "-ex", "catch stack marked -n 10 -do bt",
                         prefix=prefix)
            status, output, errors = finish(tool)
            expect((status, errors) == (0, ""), "%d: %s", status, errors)
            stacks = output.split("\nThread 1 (")[1:]
            expect(len(stacks) == 10, "not ten hits: %s", output)
            wrong = [stack for stack in stacks if "  marked at " not in stack]
            expect(not wrong, "held too late: %s", wrong[:1])
            check_untouched(target.pid)
            target.goes_on()

    return check


def check_thread(context):
    """Another thread is no hit."""
    with visits(context, "short", "2") as target:
        tool = start(context, target.pid, "-ex", "until -thread beside has(\"beside\")")
        status, output, errors = finish(tool)
        line = output.split("\n")[0]
        expect(status == 0 and "thread 1 " not in line, "%s%s", output, errors)
        target.goes_on()


def check_killed(context):
    """Whoever holds it is killed: it runs on."""
    with visits(context, "told", "1") as target:
        target.target.signal(signal.SIGUSR1)
        tool = start(context, target.pid, *until_words(target) + ["-e", "pf.sleep(1000)"])
        while tool.stdout.readline() not in (b"still\n", b"moves\n", b""):
            pass
        states = {fields(path)["State"].split()[0] for path in task_files(target.pid, "status")}
        tool.kill()
        finish(tool)
        expect(states == {"t"}, "it was not held: %s", states)
        target.goes_on()


def check_end(context):
    """It ends while it is waited for."""
    command = context.interpreter.command("visits", "told")
    target = Target(command, context.interpreter.environment()).hear()
    try:
        tool = start(context, target.pid, "-e", "print('now') pf.flush()", "-ex",
                     "catch stack marked")
        tool.stdout.readline()
        target.signal(signal.SIGKILL)
        status, _, errors = finish(tool)
    finally:
        target.end()
    words = r"Process %d (has ended|is ending or runs another program now)\.\n" % target.pid
    expect(status == 1 and re.fullmatch(words, errors), "%d: %s", status, errors)


EACH = {
    "hold-until": check_until,
    "hold-short": check_short(),
    "hold-short-stopping": check_short(WITHOUT_PRIORITY),
    "hold-thread": check_thread,
    "hold-killed": check_killed,
    "hold-end": check_end,
}
