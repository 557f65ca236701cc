"""Three functions that do five, three and two parts of the same work, many times a sample."""
import os
import sys


def count(turns):
    total = 0
    while turns:
        total += turns
        turns -= 1
    return total


def five():
    count(500)


def three():
    count(300)


def two():
    count(200)


def work():
    while True:
        five()
        three()
        two()


print("ready %d" % os.getpid())
sys.stdout.flush()
work()
