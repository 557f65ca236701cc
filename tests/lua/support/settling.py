"""Waiting until a target does what it is there for, which it says just before it does it."""
import os
import re
import time

from .terminal import PATIENCE

TICKS = 2  # of the clock: so long it has computed since


def sleeps_in(status):
    """How often a thread with that status has slept so far."""
    return re.search(r"^voluntary_ctxt_switches:\t(\d+)$", status, re.M).group(1)


def computed(pid):
    """For how many ticks."""
    with open("/proc/%d/stat" % pid) as file:
        return int(file.read().rsplit(")", 1)[1].split()[11])


def sleeps(pid):
    """How often each thread has slept so far; None when one of them does not sleep now."""
    found = {}
    for task in os.listdir("/proc/%d/task" % pid):
        with open("/proc/%d/task/%s/status" % (pid, task)) as file:
            text = file.read()
        if "\nState:\tS" not in text:
            return None
        found[task] = sleeps_in(text)
    return found


def settles(process, pid):
    """Waits until all threads sleep, or the first has computed for a while; false: it does not.

    PID is that of the Python that PROCESS is or has started.
    """
    until, begun = time.monotonic() + PATIENCE, computed(pid)
    while time.monotonic() < until and process.poll() is None:
        before = sleeps(pid)
        if computed(pid) - begun >= TICKS or before and before == sleeps(pid):
            return True
        time.sleep(0.001)
    return False
