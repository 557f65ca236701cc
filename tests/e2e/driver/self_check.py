"""Checks the targets' own truth against another of CPython's witnesses.

faulthandler walks the stacks in C, in a signal handler, while the target is
already parked: so it also sees the lines that the truth had to foretell.
"""
import re
import signal
import time

from . import plan
from .compare import expanded
from .outcome import Failure, Skip, expect
from .target import running

FRAMES = 100  # that faulthandler prints per thread
PATIENCE = 120  # seconds


def as_ascii(text):
    """A name as faulthandler writes it."""
    def escaped(char):
        code = ord(char)
        if 32 <= code < 127:
            return char
        return ("\\x%02x" if code < 256 else "\\u%04x" if code < 65536 else "\\U%08x") % code

    return "".join(map(escaped, text))


def expected_lines(thread):
    frames = list(expanded(thread["frames"]))[:FRAMES]
    return ['File "%s", line %d in %s' % (
        as_ascii(frame["file"]), frame["line"], as_ascii(frame["function"])) for frame in frames]


def witnessed(text):
    """Thread ident -> its lines, from faulthandler's report."""
    threads = {}
    for line in text.splitlines():
        header = re.match(r"(?:Current t|T)hread 0x([0-9a-f]+)", line)
        if header:
            lines = threads[int(header.group(1), 16)] = []
        elif line.startswith("  File ") and threads:
            lines.append(line.strip())
    return threads


def compare_when_written(target):
    """Waits until faulthandler's report says what the truth says."""
    want = {thread["ident"]: expected_lines(thread)
            for thread in target.truth["threads"] if thread["frames"]}
    end = time.monotonic() + PATIENCE
    have = {}
    while time.monotonic() < end:
        have = witnessed(target.error_text())
        if all(have.get(ident) == lines for ident, lines in want.items()):
            return
        time.sleep(0.01)
    for ident, lines in want.items():
        if have.get(ident) != lines:
            raise Failure("truth: %s\nfaulthandler: %s" % (lines[:12], have.get(ident, [])[:12]))


def check(script, *arguments):
    def check_truth(context):
        python = context.interpreter
        if python.version[0] == 2:
            raise Skip("2.7 has no faulthandler")
        find_pid = plan.child_that_forked if script == "forked" else None
        environment = python.environment(TRUTH_WITNESS="1")
        with running(python.command(script, *arguments), environment, find_pid) as target:
            expect(target.truth["threads"], "no threads")
            target.signal(signal.SIGUSR2)
            compare_when_written(target)

    return check_truth


def tests():
    """A thread has one ident in two interpreters, and long names are cut: not here."""
    scripts = [name for name in plan.STACKS if name not in ("subinterpreter", "longnames")]
    found = [(name, check(name)) for name in scripts + ["polling"]]
    return found + [("deep-%d" % depth, check("deep", str(depth)))
                    for depth, oldest in plan.DEPTHS if oldest == (2, 7)]
