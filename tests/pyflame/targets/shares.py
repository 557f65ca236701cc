"""Three functions of equal work; of ten calls five, three and two are theirs, in no order.

SIGUSR1: says how long each has taken so far, also while somebody else had the processor.
"""
import os
import signal
import sys
import time

NUMBERS = (1000,) * 300
MODULUS = 2 ** 31 - 1
clock = getattr(time, "perf_counter", time.time)
spent = {"five": 0.0, "three": 0.0, "two": 0.0}


def count(numbers):
    for number in numbers:
        total = number + 1000
    return total


def five():
    count(NUMBERS)


def three():
    count(NUMBERS)


def two():
    count(NUMBERS)


def work():
    """Without a period: one near that of the samples would fall into step with them."""
    calls = (five,) * 5 + (three,) * 3 + (two,) * 2
    seed = 1
    while True:
        seed = seed * 48271 % MODULUS
        call = calls[seed % 10]
        begun = clock()
        call()
        spent[call.__name__] += clock() - begun


def answer(number, frame):
    print("spent %r %r %r" % (spent["five"], spent["three"], spent["two"]))
    sys.stdout.flush()


signal.signal(signal.SIGUSR1, answer)
print("ready %d" % os.getpid())
sys.stdout.flush()
work()
