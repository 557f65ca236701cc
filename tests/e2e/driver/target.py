"""A running target: what it said, whether it was left as it was found, its end."""
import contextlib
import glob
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time

from .outcome import Failure, Skip, expect

PATIENCE = 120  # seconds until a target that says nothing has failed
# A target, spinning ones above all, does not outlive a driver that was killed.
LEASH = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []


def fields(path):
    """The lines `Name: value` of a /proc status file."""
    with open(path) as lines:
        return dict(line.rstrip("\n").split(":", 1) for line in lines)


def task_files(pid, name):
    return glob.glob("/proc/%d/task/*/%s" % (pid, name))


def check_untouched(pid, state=None):
    """Fails unless every task is alive, untraced, and stopped only if it was."""
    for path in task_files(pid, "status"):
        try:
            status = fields(path)
        except (OSError, ValueError):
            continue  # this thread ended just now, by itself
        expect(status["TracerPid"].strip() == "0", "%s: still traced", path)
        now = status["State"].strip()[0]
        allowed = state or "RSDI"
        expect(now in allowed, "%s: state %s instead of %s", path, now, allowed)


class Target:
    """A target program under one interpreter."""

    def __init__(self, command, environment):
        self.errors = tempfile.TemporaryFile()
        self.buffer = b""
        self.process = subprocess.Popen(
            LEASH + command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self.errors, env=environment, cwd="/", bufsize=0)
        self.pid = self.process.pid

    def error_text(self):
        """Its standard error so far; the file's offset stays the target's."""
        file = self.errors.fileno()
        return os.pread(file, os.fstat(file).st_size, 0).decode("utf-8", "replace")

    def complain(self, problem):
        raise Failure("%s\n%s" % (problem, self.error_text().strip()))

    def read_line(self):
        """The target's next line of JSON."""
        end = time.monotonic() + PATIENCE
        output = self.process.stdout
        while b"\n" not in self.buffer:
            left = end - time.monotonic()
            if left <= 0 or not select.select([output], [], [], left)[0]:
                self.complain("the target says nothing")
            chunk = os.read(output.fileno(), 1 << 16)
            if not chunk:
                self.complain("the target ended")
            self.buffer += chunk
        line, self.buffer = self.buffer.split(b"\n", 1)
        return json.loads(line.decode("ascii"))

    def hear(self):
        """Takes the target's truth, and waits until it blocks."""
        self.truth = self.read_line()
        if "skip" in self.truth:
            raise Skip(self.truth["skip"])
        if self.truth["fd"] is not None:
            self.wait_until_blocked(self.truth["fd"])
        return self

    def wait_until_blocked(self, fd):
        """Returns once a thread is in a system call on `fd`."""
        while not any(self.calls_on(path, fd) for path in task_files(self.pid, "syscall")):
            expect(self.process.poll() is None, "the target ended")
            time.sleep(0.001)

    @staticmethod
    def calls_on(path, fd):
        try:
            with open(path) as line:
                words = line.read().split()
        except OSError:
            return False
        return len(words) > 2 and words[1] == hex(fd)

    def poke(self):
        os.write(self.process.stdin.fileno(), b"!")

    def signal(self, number):
        os.kill(self.pid, number)

    def end(self):
        for pid in {self.pid, self.process.pid}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for stream in (self.process.stdin, self.process.stdout, self.errors):
            stream.close()
        self.process.wait()


@contextlib.contextmanager
def running(command, environment, find_pid=None, state=None):
    """A target that is heard, read by the body, found untouched, and ended.

    `find_pid` says which process is the Python one, when a launcher stays.
    """
    target = Target(command, environment)
    try:
        if find_pid:
            target.truth = target.read_line()
            target.pid = find_pid(target)
            target.wait_until_blocked(target.truth["fd"])
        else:
            target.hear()
        yield target
        check_untouched(target.pid, state)
        expect(target.process.poll() is None, "the target ended: it was to run on")
    finally:
        target.end()
