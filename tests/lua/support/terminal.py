"""A program on a pseudo-terminal, and what is to be seen there."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

PATIENCE = 120  # seconds, for whatever a test waits for: machines may be busy
PROMPT = "(pyflame) "


def missing():
    """Why there are no pseudo-terminals here; None when there are."""
    try:
        for fd in pty.openpty():
            os.close(fd)
    except OSError as error:
        return "there are no pseudo-terminals here (%s)" % error
    return None


def screen(output):
    """The lines that OUTPUT leaves on a wide terminal."""
    lines, row, column = [""], 0, 0
    for sequence, letter in re.findall(r"\x1b\[([?\d;]*[A-Za-z])|(.)", output, re.S):
        if letter == "\r":
            column = 0
        elif letter == "\n":
            lines.append("")
            row += 1
        elif letter == "\b":
            column = max(0, column - 1)
        elif letter >= " ":
            line = lines[row].ljust(column)
            lines[row] = line[:column] + letter + line[column + 1:]
            column += 1
        elif sequence in ("K", "0K"):
            lines[row] = lines[row][:column]
        elif sequence.endswith("C"):
            column += int(sequence[:-1] or 1)
    return [line.rstrip() for line in lines]


def set_size(fd, rows, columns):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


class Terminal:
    """The tool on a pseudo-terminal; of SIZE, rows and columns, or of none."""

    def __init__(self, tool, target, env, term="dumb", size=None):
        self.pid, self.fd = pty.fork()
        words = dict(env, TERM=term, INPUTRC="/dev/null")
        if not self.pid:
            if size:
                set_size(0, *size)
            else:
                words["COLUMNS"] = "200"
            command = self.words(tool, target)
            os.execve(command[0], command, words)
        self.seen = ""
        self.expect(PROMPT)

    def words(self, tool, target):
        return [tool, "-q", "-nx", "-p", str(target.pid)]

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind:
            self.kill()
        else:
            self.end()

    def resize(self, rows, columns):
        """The program hears of it by SIGWINCH."""
        set_size(self.fd, rows, columns)

    def expect(self, words):
        """What was seen up to and with WORDS."""
        end = time.monotonic() + PATIENCE
        while words not in self.seen:
            ready, _, _ = select.select([self.fd], [], [], max(0, end - time.monotonic()))
            try:
                more = os.read(self.fd, 65536) if ready else b""
            except OSError:
                more = b""
            if not more:
                raise AssertionError("no %r in %r" % (words, self.seen))
            self.seen += more.decode("utf-8", "replace")
        before, words, self.seen = self.seen.partition(words)
        return before + words

    def send(self, text):
        os.write(self.fd, text.encode())

    def ask(self, line):
        """What a command prints, after its echo."""
        self.send(line + "\r")
        return self.expect(PROMPT)

    def end(self, keys="\x04"):
        self.send(keys)
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        return status

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
