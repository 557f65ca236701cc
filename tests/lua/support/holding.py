"""Holds: a target that counts stands still until it is let go, whatever becomes of the shell."""
import os
import signal
import struct
import subprocess
import sys
import time

from .terminal import PATIENCE, PROMPT, Terminal, missing

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "visiting.py")
WAIT = "lua print('be' .. 'gins') assert(pf.execute([[%s]]))"


class Visitor:
    """A process that counts, and enters a function when it is told to."""

    def __init__(self):
        python = os.environ.get("PF_PYTHON3") or sys.executable
        self.process = subprocess.Popen([python, SCRIPT], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        words = self.process.stdout.readline().split()
        self.pid = int(words[1])
        self.path = "/proc/%d/fd/%d" % (self.pid, int(words[2]))

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.process.stdin.close()
        self.process.kill()
        self.process.wait()

    def turn(self, name):
        self.process.stdin.write(name.encode() + b"\n")
        self.process.stdin.flush()

    def counters(self):
        with open(self.path, "rb") as file:
            return struct.unpack("=2Q", file.read(16))

    def states(self):
        found = set()
        for task in os.listdir("/proc/%d/task" % self.pid):
            with open("/proc/%d/task/%s/stat" % (self.pid, task)) as line:
                found.add(line.read().rsplit(")", 1)[1].split()[0])
        return found

    def goes_on(self):
        """Whether both threads count on."""
        before, end = self.counters(), time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if all(new > old for old, new in zip(before, self.counters())):
                return True
            time.sleep(0.001)
        return False


class Session(Terminal):
    """A terminal whose prompt says whether the target is held."""

    def __init__(self, tool, visitor, env):
        self.held = "(pyflame %d stopped) " % visitor.pid
        super().__init__(tool, visitor, env)

    def hold(self, line):
        """What a command prints that ends with the target held."""
        self.send(line + "\r")
        return self.expect(self.held)

    def interrupt(self, line, prompt=PROMPT):
        """Ctrl-C once the command waits; what it prints then."""
        self.send(WAIT % line + "\r")
        self.expect("begins\r\n")
        self.send("\x03")
        return self.expect(prompt)


FIRST, SECOND = "[Switching to thread 2 (", "[Switching to thread 3 ("


def try_until(tap, terminal, visitor):
    terminal.send("until has(\"marked\")\r")
    visitor.turn("first")
    answer = terminal.expect(terminal.held)
    before = visitor.counters()
    tap.result(FIRST in answer,
               "until waits for a thread, and selects it", answer)
    first, second = terminal.hold("bt"), terminal.hold("bt")
    tap.result(first == second and "marked at " in first, "what is held is the same twice", first)
    tap.result(visitor.states() == {"t"} and visitor.counters() == before,
               "all threads stand still", visitor.states())
    answer = terminal.hold("stop")
    tap.result("The process is stopped already." in answer, "stopping twice is an error", answer)
    answer = terminal.ask("c")
    tap.result("Continuing." in answer and visitor.goes_on(), "continue lets it run", answer)


def try_thread(tap, terminal, visitor):
    """The first is in the function all the time."""
    terminal.send("until -thread second has(\"marked\")\r")
    visitor.turn("second")
    answer = terminal.expect(terminal.held)
    tap.result(SECOND in answer, "another thread is no hit", answer)
    visitor.turn("second")
    answer = terminal.hold("until has(\"elsewhere\")")
    tap.result(SECOND in answer, "until lets a held process run first", answer)
    answer = terminal.hold("catch stack marked for 50ms")
    tap.result(FIRST in answer, "catch stack waits for what lasts", answer)


def try_interruption(tap, terminal, visitor):
    answer = terminal.interrupt("lua while true do end", terminal.held)
    tap.result("Quit" in answer and visitor.states() == {"t"},
               "Ctrl-C ends a command, and what the user holds stays held", answer)
    terminal.ask("c")
    answer = terminal.interrupt("until func == \"nowhere\"")
    tap.result("Quit" in answer and visitor.goes_on(), "Ctrl-C ends until, and the target runs",
               answer)
    terminal.send("catch stack marked -do lua print('hi' .. 't')\r")
    terminal.expect("hit\r\n")
    terminal.send("\x03")
    answer = terminal.expect(PROMPT)
    tap.result("Quit" in answer and visitor.goes_on(), "Ctrl-C ends catch stack -do", answer)
    for way in "catch{}", "stop()":  # also where it comes just when that returns
        line = "lua while true do local h <close> = pf.process():%s end" % way
        answers = [(terminal.interrupt(line), visitor.goes_on()) for _ in range(20)]
        held = [answer for answer, goes_on in answers if not goes_on or "Quit" not in answer]
        tap.result(not held, "Ctrl-C lets go what %s of a script's holds" % way, held)


def try_quitting(tap, terminal, visitor):
    terminal.hold("stop")
    terminal.send("quit\r")
    answer = terminal.expect("(y or n) ")
    tap.result(answer.replace("\r", "").endswith(
        "A process is stopped.\n\n\tInferior 1 [process %d] will run on.\n\nQuit anyway? (y or n) "
        % visitor.pid), "quit asks while a process is stopped", answer)
    terminal.send("perhaps\r")
    answer = terminal.expect("Quit anyway? (y or n) ")
    tap.result("Please answer y or n." in answer, "it wants an answer", answer)
    answer = terminal.hold("n")
    tap.result("Not confirmed." in answer, "no is no", answer)
    terminal.send("quit\r")
    terminal.expect("(y or n) ")
    terminal.send("\x03")
    answer = terminal.expect(terminal.held)
    tap.result(answer.count("Quit") == 1, "so is Ctrl-C", answer)
    terminal.send("quit 5\r")
    terminal.expect("(y or n) ")
    status = terminal.end("y\r")
    tap.result(os.WEXITSTATUS(status) == 5 and visitor.goes_on(),
               "yes is yes, and the target runs on", status)


def try_end(tap, tool, visitor, env):
    terminal = Session(tool, visitor, env)
    terminal.hold("stop")
    status = terminal.end()
    tap.result(status == 0 and visitor.goes_on(), "Ctrl-D lets go without asking", status)
    terminal = Session(tool, visitor, env)
    terminal.hold("stop")
    status = terminal.end("lua pf.execute('quit 3')\r")
    tap.result(os.WEXITSTATUS(status) == 3 and visitor.goes_on(), "a script is not asked", status)
    terminal = Session(tool, visitor, env)
    terminal.ask("set confirm off")
    terminal.hold("stop")
    status = terminal.end("quit 4\r")
    tap.result(os.WEXITSTATUS(status) == 4 and visitor.goes_on(), "nor who does not want it", status)
    terminal = Session(tool, visitor, env)
    terminal.hold("until has(\"elsewhere\")")
    tap.result(visitor.states() == {"t"}, "until holds it")
    terminal.kill()
    tap.result(visitor.goes_on(), "when the shell is killed, the target runs on")


def try_exit(tap, tool, env):
    with Visitor() as visitor:
        terminal = Session(tool, visitor, env)
        terminal.send("lua print('be' .. 'gins') assert(pf.execute('catch stack nowhere'))\r")
        terminal.expect("begins\r\n")
        os.kill(visitor.pid, signal.SIGKILL)
        answer = terminal.expect(PROMPT)
        tap.result("rocess %d " % visitor.pid in answer, "its end ends until", answer)
        terminal.end()
    with Visitor() as visitor:
        terminal = Session(tool, visitor, env)
        terminal.hold("stop")
        os.kill(visitor.pid, signal.SIGKILL)
        try:
            visitor.process.wait(PATIENCE)
        except subprocess.TimeoutExpired as late:
            terminal.kill()
            tap.result(False, "its parent can wait for what is killed while it is held", late)
            return
        tap.result(True, "its parent can wait for what is killed while it is held")
        answer = terminal.ask("bt")
        tap.result("Process %d " % visitor.pid in answer, "and then it has ended", answer)
        terminal.end()


def check_all(tap, tool, env):
    if missing():
        tap.skip("holds on a terminal", missing())
        return
    with Visitor() as visitor:
        terminal = Session(tool, visitor, env)
        try:
            for check in (try_until, try_thread, try_interruption, try_quitting):
                check(tap, terminal, visitor)
            try_end(tap, tool, visitor, env)
            try_exit(tap, tool, env)
        except AssertionError as failure:
            tap.result(False, "the terminal answers", failure)
            terminal.kill()
        tap.result(visitor.goes_on(), "the target runs on at last")
