"""Is in one function after the other, as its arguments say; SIGUSR1 sends it on to the next one.

"name" until the signal; "name:0.5" for so many seconds, without one. It says "ready PID" in the
first one, "in NAME" in the others, and "was NAME SECONDS" behind each; behind the last it waits for
the end of its standard input.
"""
import os
import signal
import sys
import time

clock = time.perf_counter
step, end = 0, None


def move(*_):
    global step
    step += 1


def alpha(at):
    while step == at and (end is None or clock() < end):
        pass


def beta(at):
    while step == at and (end is None or clock() < end):
        pass


def inner(at):
    while step == at and (end is None or clock() < end):
        pass


def handle_slow(at):
    inner(at)


def handle_fast(at):
    while step == at and (end is None or clock() < end):
        pass


def flash_a():
    for _ in range(20000):
        pass


def flash_b():
    for _ in range(20000):
        pass


def flicker(at):
    while step == at and (end is None or clock() < end):
        flash_a()
        flash_b()


def between(at):
    while step == at and (end is None or clock() < end):
        pass


signal.signal(signal.SIGUSR1, move)
for number, word in enumerate(sys.argv[1:]):
    name, _, seconds = word.partition(":")
    print("in %s" % name if number else "ready %d" % os.getpid(), flush=True)
    begun = clock()
    end = begun + float(seconds) if seconds else None
    globals()[name](number)
    step = number + 1
    print("was %s %.6f" % (name, clock() - begun), flush=True)
sys.stdin.read()
