"""Three functions of equal work; of ten calls five, three and two are theirs, in no order."""
import os
import sys

NUMBERS = (1000,) * 300
MODULUS = 2 ** 31 - 1


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
        calls[seed % 10]()


print("ready %d" % os.getpid())
sys.stdout.flush()
work()
