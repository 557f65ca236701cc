"""Targets: programs that compute, and count in a page that is shared with the driver."""
import contextlib
import ctypes
import mmap
import os
import signal
import struct
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TARGETS = os.path.join(os.path.dirname(HERE), "targets")
BASE, READY, SLOTS = 64, 4096 - 8, 64
PATIENCE = 30  # seconds until a target has begun
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


def read(name):
    with open(os.path.join(TARGETS, name + ".py")) as file:
        return file.read()


def text_of(name):
    """What runs: the common beginning, and the target itself."""
    return read("progress") + "\n" + read(name)


def prepare(favour):
    """Before the target begins: it dies with us; if asked it gets processors before others do."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if favour:
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, -20)
            with open("/proc/self/autogroup", "w") as file:
                file.write("-20")


class Target:
    """A running target. Use with `with`."""

    favour = False  # whether targets get a high priority: on a busy machine

    def __init__(self, python, name, *words):
        self.text = text_of(name)
        self.file = tempfile.TemporaryFile(prefix="pf-bench-")
        self.file.truncate(4096)
        self.page = mmap.mmap(self.file.fileno(), 4096)
        self.python = python
        arguments = ["-c", self.text, str(self.file.fileno())] + [str(word) for word in words]
        self.process = subprocess.Popen(
            python.command(*arguments), pass_fds=[self.file.fileno()], cwd="/",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            preexec_fn=lambda: prepare(Target.favour), start_new_session=True,
            stdin=subprocess.DEVNULL)
        self.pid = self.process.pid

    def __enter__(self):
        try:
            self.await_ready()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *reason):
        self.end()

    def end(self):
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        self.file.close()

    def await_ready(self):
        until = time.monotonic() + PATIENCE
        while not struct.unpack_from("q", self.page, READY)[0]:
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the target did not begin")
            time.sleep(0.01)
        time.sleep(0.3)  # it warms up

    @property
    def path(self):
        """The page's file, for other programs of ours."""
        return "/proc/%d/fd/%d" % (os.getpid(), self.file.fileno())

    def slot(self, index):
        return struct.unpack_from("q", self.page, BASE + 8 * index)[0]

    def set_slot(self, index, value):
        struct.pack_into("q", self.page, BASE + 8 * index, value)

    def progress(self):
        return sum(struct.unpack_from("%dq" % SLOTS, self.page, BASE))

    def speed(self, seconds):
        """Its progress per second while nothing disturbs it."""
        before, start = self.progress(), time.monotonic()
        time.sleep(seconds)
        return (self.progress() - before) / (time.monotonic() - start)

    @contextlib.contextmanager
    def timed(self):
        """A list that gets the speed during the block."""
        speeds, before, start = [], self.progress(), time.monotonic()
        yield speeds
        speeds.append((self.progress() - before) / (time.monotonic() - start))
