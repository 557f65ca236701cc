"""Runs the old command and the programs that it looks at."""
import os
import re
import shutil
import signal
import subprocess
import sys
import time

from support.settling import settles, sleeps_in
from support.terminal import PATIENCE

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TESTS = os.path.dirname(HERE)
SOURCE = os.path.dirname(TESTS)
TARGETS = os.path.join(HERE, "targets")


class Failure(Exception):
    pass


class Skip(Exception):
    pass


def expect(condition, text, *values):
    if not condition:
        raise Failure(text % values if values else text)


def words_of(name, python=None):
    """The words that run a target, and its path as it sees it; python is one of e2e's."""
    if not python:
        path = os.path.join(TARGETS, name + ".py")
        return [sys.executable, path], path
    return python.command(name), os.path.join(python.targets, name + ".py")


def environment(home):
    words = dict(os.environ, HOME=home, XDG_CONFIG_HOME=home, TMPDIR=home,
                 PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8")
    words.pop("PYFLAME_LUA_PATH", None)
    return words


class Result:
    def __init__(self, status, output, errors):
        self.status, self.output, self.errors = status, output, errors

    @property
    def lines(self):
        return self.output.splitlines()

    def __str__(self):
        return "status %d\n%s\n%s" % (self.status, self.output, self.errors)


class Command:
    """pyflame and the pyflame-shell that it needs, side by side in a folder."""

    def __init__(self, tool, folder):
        self.folder, self.tool = folder, tool
        self.path = os.path.join(folder, "bin", "pyflame")
        os.mkdir(os.path.dirname(self.path))
        shutil.copy(tool, os.path.join(folder, "bin", "pyflame-shell"))
        shutil.copy(os.path.join(SOURCE, "scripts", "pyflame"), self.path)
        self.env = environment(folder)

    def start(self, *words, **more):
        settings = dict(stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                        env=self.env, cwd=self.folder)
        settings.update(more)
        return subprocess.Popen([self.path] + [str(word) for word in words], **settings)

    def finish(self, process, text=None):
        try:
            output, errors = process.communicate(text, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe:  # a command that it started may hold the other end
                    pipe.close()
            process.wait()
            raise Failure("pyflame does not end: %s" % (process.args,))
        return Result(process.returncode, (output or b"").decode("utf-8", "replace"),
                      (errors or b"").decode("utf-8", "replace"))

    def run(self, *words, **more):
        return self.finish(self.start(*words, **more))

    def good(self, *words):
        """The result of a run that must go well, without a word on stderr."""
        result = self.run(*words)
        expect(result.status == 0 and not result.errors, "%s", result)
        return result


class Target:
    """A program of targets/ that says "ready" when it is; what it says before is in .words."""

    def __init__(self, name, python=None, *arguments):
        env = dict(os.environ, PYTHONIOENCODING="utf-8", PYTHONDONTWRITEBYTECODE="1",
                   LC_ALL="C.UTF-8")
        words, self.path = words_of(name, python)
        self.process = subprocess.Popen(words + list(arguments), env=env,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.words = []
        for line in iter(self.process.stdout.readline, b""):
            self.words.append(line.decode("utf-8").strip())
            if self.words[-1].startswith("ready "):
                break
        expect(self.words and self.words[-1].startswith("ready "), "%s does not start", name)
        self.pid = int(self.words.pop().split()[1])
        self.settle()

    def __enter__(self):
        return self

    def __exit__(self, kind, *exception):
        left = self.process.poll() is None
        status = (self.field("State"), self.field("TracerPid")) if left else None
        left = left and status[0][0] != "Z"  # it has ended by itself since
        self.process.stdin.close()
        self.process.stdout.close()
        if left:
            self.process.kill()
        self.process.wait()
        if not kind and left:
            expect(status[0][0] in "RS" and status[1] == "0", "the target's state: %s", status)

    def settle(self):
        expect(settles(self.process, self.pid), "process %d does not settle", self.pid)

    def field(self, name):
        with open("/proc/%d/status" % self.pid) as file:
            for line in file:
                if line.startswith(name + ":"):
                    return line.split(":", 1)[1].strip()

    def signal(self, number):
        os.kill(self.pid, number)


def await_line(process, text):
    """Reads the process's standard output up to a line that begins with text."""
    for line in iter(process.stdout.readline, b""):
        if line.decode("utf-8", "replace").startswith(text):
            return line.decode("utf-8", "replace")
    raise Failure("it never says %r" % text)


def await_sampling(process, times=1):
    """Until pyflame has a thread that samples, and that has slept so often between samples."""
    until = time.monotonic() + PATIENCE
    seen = set()
    while time.monotonic() < until and process.poll() is None:
        threads = "/proc/%d/task/" % process.pid
        for thread in os.listdir(threads):
            if sleeps_between_samples(threads + thread):
                seen.add((thread, sleeps(threads + thread)))
        if len(seen) >= times:
            return
        time.sleep(0.001)
    raise Failure("nothing is sampled")


def await_writing(process):
    """Until pyflame waits for somebody to read what it writes into a pipe."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with open("/proc/%d/wchan" % process.pid) as wchan:
            if "pipe_w" in wchan.read():
                return
        time.sleep(0.001)
    raise Failure("it does not wait")


def sleeps_between_samples(thread):
    try:
        with open(thread + "/comm") as comm, open(thread + "/wchan") as wchan:
            return comm.read() == "sampling\n" and "nanosleep" in wchan.read()
    except OSError:
        return False  # it has ended


def sleeps(thread):
    """How often it has slept so far."""
    try:
        with open(thread + "/status") as status:
            return sleeps_in(status.read())
    except OSError:
        return None  # it has ended


def end(process):
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait()
