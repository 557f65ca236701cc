"""Runs the tool, and reads the JSON that it prints."""
import json
import os
import shutil
import subprocess
import tempfile

from .outcome import Failure, expect

PATIENCE = 120
THREAD_KEYS = {"tid", "ident", "name", "interpreter", "gil", "gc", "state", "syscall",
               "gil_wait", "truncated", "frames"}
FRAME_KEYS = {"function", "qualname", "file", "line", "end_line", "column", "end_column"}
KEYS = {"pid", "executable", "command", "python", "pause_us", "threads"}


def dump_words(pid):
    return ["-p", str(pid), "-d", "--format", "json"]


def check_text(value, where="dump"):
    """Fails on text that is no valid Unicode."""
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeError:
            raise Failure("%s: invalid text %r" % (where, value))
    elif isinstance(value, dict):
        for key, item in value.items():
            check_text(item, "%s.%s" % (where, key))


def check_shape(dump):
    """Fails unless a dump has exactly the documented keys."""
    expect(set(dump) == KEYS, "keys of the dump: %s", sorted(dump))
    check_text(dump)
    for thread in dump["threads"]:
        expect(set(thread) == THREAD_KEYS, "keys of a thread: %s", sorted(thread))
        check_text(thread, "thread")
        for frame in thread["frames"]:
            expect(set(frame) == FRAME_KEYS, "keys of a frame: %s", sorted(frame))
            check_text(frame, "frame")


class Tool:
    """The program under test."""

    def __init__(self, path):
        self.path = path

    def start(self, words, prefix=()):
        # With a home of its own, no configuration of the user's is read.
        return subprocess.Popen(
            list(prefix) + [self.path] + list(words), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"})

    def run(self, *words, prefix=()):
        """Exit status, standard output and standard error."""
        process = self.start(words, prefix)
        try:
            output, errors = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Failure("the tool does not end: %s" % " ".join(words))
        return process.returncode, output, errors.decode("utf-8", "replace")

    def dump(self, pid):
        """The parsed dump of a process that must be readable."""
        status, output, errors = self.run(*dump_words(pid))
        expect(status == 0, "exit status %d: %s", status, errors)
        dump = self.parse(output)
        expect(dump["pid"] == pid, "pid %s in the dump of %s", dump["pid"], pid)
        return dump

    @staticmethod
    def parse(output):
        try:
            dump = json.loads(output.decode("utf-8"))
        except ValueError as error:
            raise Failure("not JSON in UTF-8: %s: %r" % (error, output[:200]))
        check_shape(dump)
        return dump


def copy_for_all(path):
    """A copy of the tool that every user may run, in a folder of its own."""
    os.stat(path)  # fails before anything is made
    folder = tempfile.mkdtemp(prefix="pyflame-e2e-")
    os.chmod(folder, 0o755)
    copy = os.path.join(folder, os.path.basename(path))
    shutil.copyfile(path, copy)
    os.chmod(copy, 0o755)
    return copy
