"""Runs pyflame-shell with scripts, with and without a terminal."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

from checks.command import PATIENCE, Failure, Result, environment, expect


# Targets of tests/pyflame, seen from ours.
THREADS, IDLE = ("../../pyflame/targets/" + name for name in ("threads", "idle"))


class Tool:
    """pyflame-shell, in a folder that is also the user's home."""

    def __init__(self, path, folder):
        self.path, self.folder = path, folder
        self.env = environment(folder)

    def start(self, *words, **more):
        settings = dict(stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                        env=self.env, cwd=self.folder)
        settings.update(more)
        return subprocess.Popen([self.path] + [str(word) for word in words], **settings)

    @staticmethod
    def finish(process):
        try:
            output, errors = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Failure("it does not end: %s" % (process.args,))
        return Result(process.returncode, output.decode("utf-8", "replace"),
                      errors.decode("utf-8", "replace"))

    def run(self, *words, **more):
        return self.finish(self.start(*words, **more))

    def good(self, *words, **more):
        """The result of a run that must go well, without a word on stderr."""
        result = self.run(*words, **more)
        expect(result.status == 0 and not result.errors, "%s: %s", words, result)
        return result

    def bad(self, status, errors, *words, **more):
        """One that must end with STATUS and say ERRORS, a pattern for all of it."""
        result = self.run(*words, **more)
        expect(result.status == status, "%s: %s", words, result)
        expect(re.fullmatch(errors, result.errors), "%s: %s", words, result)
        return result

    def write(self, path, text, mode=0o644):
        """A file below the folder; its path."""
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)
        return path


class Screen:
    """The tool on a pseudo-terminal of some size."""

    def __init__(self, tool, rows, columns, *words):
        self.pid, self.fd = pty.fork()
        if not self.pid:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execve(tool.path, [tool.path] + [str(word) for word in words],
                      dict(tool.env, TERM="xterm"))
        self.resize(rows, columns)
        self.seen, self.settings = "", None  # how it was left

    def resize(self, rows, columns):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def expect(self, pattern):
        """What was seen up to and with PATTERN; its match."""
        end = time.monotonic() + PATIENCE
        while True:
            match = re.search(pattern, self.seen, re.S)
            if match:
                self.seen = self.seen[match.end():]
                return match
            ready, _, _ = select.select([self.fd], [], [], max(0, end - time.monotonic()))
            try:
                more = os.read(self.fd, 65536) if ready else b""
            except OSError:
                more = b""
            if not more:
                raise Failure("no %r in %r" % (pattern, self.seen))
            self.seen += more.decode("utf-8", "replace")

    def send(self, text):
        os.write(self.fd, text.encode())

    def end(self):
        """How it ends: as subprocess has it."""
        try:
            while os.read(self.fd, 65536):
                pass
        except OSError:
            pass
        _, status = os.waitpid(self.pid, 0)
        self.settings = termios.tcgetattr(self.fd)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
