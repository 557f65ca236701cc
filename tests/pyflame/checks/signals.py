"""Signals to the old command and to what it looks at."""
import os
import re
import shutil
import signal
import subprocess
import sys
import time

from . import shapes
from .command import (PATIENCE, TESTS, Skip, Target, await_line, await_sampling, await_writing, end,
                      expect)
from .trace import PYTHON, TURNS

MANY = 30
TRACER = os.path.join(TESTS, "e2e", "tracer.py")

# Until a signal, or until whoever started it has ended: nobody is left computing when a test fails.
HANDLER = """
import os, signal, sys
parent = os.getppid()
seen = []
signal.signal(signal.SIGUSR1, lambda *_: (seen.append(1), print(len(seen), flush=True)))
def leave(status):
    turns = 6000000  # enough to be sampled
    while turns: turns -= 1
    sys.exit(status)
signal.signal(signal.SIGTERM, lambda *_: leave(42))
signal.signal(signal.SIGINT, lambda *_: leave(43))
print("ready", os.getpid(), flush=True)
while os.getppid() == parent:
    pass
"""


def check_what_there_is_at_the_end(command):
    """SIGINT and SIGTERM end sampling; what was sampled is written."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with Target("shares") as target:
            process = command.start("-s", "-1", "-p", target.pid)
            await_sampling(process)
            process.send_signal(number)
            result = command.finish(process)
            expect(result.status == 0 and not result.errors, "%s", result)
            expect(shapes.folded(result), "%s", result)


def check_signals_at_once_are_one(command):
    """As of timeout(1), which signals its child and then its group."""
    with Target("shares") as target:
        process = command.start("-s", "-1", "-p", target.pid)
        await_sampling(process)
        process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCONT):
            process.send_signal(number)
        result = command.finish(process)
        expect(result.status == 0 and not result.errors, "%s", result)
        expect(shapes.folded(result), "%s", result)


def check_a_second_signal_ends_it(command):
    """Also when nobody reads what it writes."""
    with Target("shares") as target:
        process = command.start("-T", "-s", "-1", "-r", "0", "-p", target.pid)
        await_writing(process)
        while process.poll() is None:
            process.send_signal(signal.SIGTERM)
            time.sleep(0.05)
        expect(command.finish(process).status == -signal.SIGTERM, "status %d", process.returncode)


def full_pipe():
    """A pipe into which nothing fits any more: both ends, and how much is in it."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    size = 0
    try:
        while True:
            size += os.write(writer, b" " * 4096)
    except BlockingIOError:
        os.set_blocking(writer, True)
        return reader, writer, size


def interrupted_while_it_writes(command, *words, **more):
    reader, writer, size = full_pipe()
    process = command.start(*words, stdout=writer, **more)
    os.close(writer)
    await_writing(process)
    process.send_signal(signal.SIGTERM)
    with open(reader, "rb") as output:
        text = output.read()[size:].decode()
    result = command.finish(process)
    result.output = text
    return result


def check_interruption_while_it_writes(command):
    """Sampling is over, but what was sampled is not written: that is finished first."""
    code = "turns = %s\nwhile turns: turns -= 1" % TURNS
    with Target("shares") as target:
        for how in (("-s", "0.05", "-p", target.pid), ("-t", PYTHON, "-S", "-c", code)):
            for words in (how, ("--children", "--merge") + how):
                result = interrupted_while_it_writes(command, "-r", "0.001", *words)
                expect(result.status == 0 and not result.errors, "%s %s", words, result)
                expect(shapes.folded(result), "%s %s", words, result)
        shell = os.path.join(os.path.dirname(command.path), "pyflame-shell")
        result = interrupted_while_it_writes(command, "-q", "-nx", "-batch", "-p", target.pid, "-ex",
                                             "sample -s 0.05 -r 0.001", executable=shell)
        expect(result.status == 0 and shapes.folded(result), "%s", result)


def check_what_is_ignored_stays_so(command):
    with Target("shares") as target:
        process = command.start("-s", "-1", "-p", target.pid,
                                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
        await_sampling(process)
        process.send_signal(signal.SIGINT)
        await_sampling(process, 100)  # it goes on
        process.send_signal(signal.SIGTERM)
        counts = shapes.folded(command.finish(process))
        expect(sum(counts.values()) > 50, "%s", counts)


def check_a_target_that_ends(command):
    """-s 10 of a process that ends before: what there is, and status 0."""
    with Target("shares") as target:
        process = command.start("-s", "100", "-p", target.pid)
        await_sampling(process)
        target.process.kill()
        target.process.wait()
        result = command.finish(process)
        expect(result.status == 0 and shapes.folded(result), "%s", result)


def without_priority():
    """What takes root's right to a real-time priority away: threads are stopped by ptrace then."""
    if os.geteuid() != 0:
        return []
    words = ["setpriv", "--inh-caps=-sys_nice", "--bounding-set=-sys_nice"]
    if not shutil.which("setpriv") or subprocess.call(words + ["true"]) != 0:
        raise Skip("needs a setpriv that may drop capabilities")
    return words


def check_a_tracer_that_comes_and_stays(command):
    """Sampling ends early: it says why, and with status 1, but what there is is written."""
    words = without_priority() + [command.path, "-s", "-1", "-p"]
    with Target("shares") as target:
        process = subprocess.Popen(words + [str(target.pid)], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=command.env, cwd=command.folder)
        await_sampling(process)
        tracer = subprocess.Popen([sys.executable, TRACER, str(target.pid)],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        await_line(tracer, "traced")
        result = command.finish(process)
        tracer.communicate()
        expect(result.status == 1 and shapes.folded(result), "%s", result)
        expect(re.fullmatch(r"pyflame: warning: sampling ended early: cannot trace thread %d: "
                            r"process %d \(.*\) traces it already.*\.\n" %
                            (target.pid, tracer.pid), result.errors), "%s", result)


def check_signals_to_the_target_arrive(command):
    """Each one is handled while the target is sampled; the next is sent when it was."""
    child = subprocess.Popen([PYTHON, "-S", "-c", HANDLER], stdout=subprocess.PIPE)
    try:
        await_line(child, "ready")
        process = command.start("-s", "-1", "-p", child.pid)
        await_sampling(process)
        for number in range(1, MANY + 1):
            child.send_signal(signal.SIGUSR1)
            await_line(child, str(number))
        process.send_signal(signal.SIGINT)
        expect(shapes.folded(command.finish(process)), "nothing was sampled")
    finally:
        end(child)
        child.stdout.close()


def check_signals_in_trace_mode_are_the_commands(command):
    for number, status in ((signal.SIGTERM, 42), (signal.SIGINT, 43)):
        path = os.path.join(command.folder, "traced")
        process = command.start("-o", path, "-t", PYTHON, "-S", "-c", HANDLER)
        await_line(process, "ready")
        await_sampling(process)
        process.send_signal(number)
        result = command.finish(process)
        with open(path) as file:
            result.output = file.read()
        os.unlink(path)
        expect(result.status == status and shapes.folded(result), "%s", result)


def check_a_terminal_signals_the_whole_group(command):
    """As Ctrl-C does it: everybody in the foreground group gets it; the command decides."""
    import pty
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(command.folder)
        os.execve(command.path, [command.path, "-o", "traced", "-t", PYTHON, "-S", "-c", HANDLER],
                  command.env)
    text = b""
    while b"ready" not in text or not text.endswith(b"\n"):
        text += os.read(terminal, 1000)
    os.write(terminal, b"\x03")
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    os.unlink(os.path.join(command.folder, "traced"))
    expect(os.WIFEXITED(status) and os.WEXITSTATUS(status) == 43, "status %x", status)


def read_until(terminal, pattern):
    text = b""
    while not re.search(pattern, text):
        text += os.read(terminal, 1000)
    return text


def check_progress_and_interruption_at_a_prompt(command):
    """The status line is drawn, and removed; Ctrl-C ends "sample", which prints what there is."""
    import pty
    shell = os.path.join(os.path.dirname(command.path), "pyflame-shell")
    with Target("shares") as target:
        pid, terminal = pty.fork()
        if not pid:
            os.execve(shell, [shell, "-nx", "-p", str(target.pid)], command.env)
        read_until(terminal, rb"\(pyflame\) ")
        os.write(terminal, b"sample -r 0.001\r")
        read_until(terminal, rb"\d\.\d s  \d+ samples  \d+/s  lost \d+  pause \d+")
        os.write(terminal, b"\x03")
        text = read_until(terminal, rb"\(pyflame\) ")
        expect(re.search(rb"\r\x1b\[K", text), "the status line stays: %r", text)
        expect(re.search(rb":work:\d+;[^ ]*:count:\d+ \d+\r\n", text), "no samples: %r", text)
        os.write(terminal, b"quit\r")
        _, status = os.waitpid(pid, 0)
        os.close(terminal)
        expect(status == 0, "status %x", status)


def check_a_closed_pipe_ends_it(command):
    with Target("shares") as target:
        process = command.start("-T", "-s", "-1", "-r", "0", "-p", target.pid)
        process.stdout.readline()
        process.stdout.close()
        status, errors = process.wait(PATIENCE), process.stderr.read()
        process.stderr.close()
        expect(status == 1 and not errors, "status %d %r", status, errors)


def check_a_tool_that_is_killed_leaves_no_trace(command):
    for _ in range(10):
        with Target("shares") as target:
            process = command.start("-s", "-1", "-p", target.pid)
            await_sampling(process)
            process.kill()
            command.finish(process)
            expect(target.field("TracerPid") == "0", "still traced")


