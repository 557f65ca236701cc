"""Spends known shares of its time in functions of its own:

shares.py methods   methods with one and the same body, called in known proportions
shares.py phases    many short calls in turn with long loops; SIGUSR1: tells both times so far
shares.py steps     three functions in turn, every half millisecond anew; SIGUSR1: likewise
"""
import signal
import sys
import time

import truth

COUNT = 8
METHOD = "def method_{0}():\n    for _ in range(20): pass\n"
clock = getattr(time, "perf_counter", time.time)
spent = {}


class Dice:
    """The same numbers in every version."""

    def __init__(self):
        self.state = 1

    def roll(self, sides):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % sides


def shuffled(items):
    dice = Dice()
    for index in range(len(items) - 1, 0, -1):
        other = dice.roll(index + 1)
        items[index], items[other] = items[other], items[index]
    return items


def methods():
    scope = {}
    exec("".join(METHOD.format(number) for number in range(COUNT)), scope)
    weights = dict(("method_%d" % number, number + 1) for number in range(COUNT))
    calls = [scope[name] for name in sorted(weights) for _ in range(weights[name])]
    calls = shuffled(calls * 60)
    dice = Dice()
    truth.say({"weights": weights, "fd": None})
    while True:  # never in step with who samples
        start = dice.roll(len(calls))
        for call in calls[start:] + calls[:start]:
            call()


def up_and_down(depth):
    if depth:
        up_and_down(depth - 1)


def short_calls(times):
    for _ in range(times):
        up_and_down(5)


def long_loop(times):
    for _ in range(times):
        pass


def answer(signum, frame):
    truth.say(spent)


def phases():
    dice = Dice()
    spent.update({"short": 0.0, "long": 0.0})
    signal.signal(signal.SIGUSR1, answer)
    truth.say({"fd": None})
    while True:
        begun = clock()
        short_calls(200 + dice.roll(1000))
        between = clock()
        long_loop(5000 + dice.roll(20000))
        spent["short"] += between - begun
        spent["long"] += clock() - between


def first(until):
    while clock() < until: pass


def second(until):
    while clock() < until: pass


def third(until):
    while clock() < until: pass


def steps():
    parts = ((first, 250e-6), (second, 400e-6), (third, 500e-6))
    spent.update((function.__name__, 0.0) for function, _ in parts)
    signal.signal(signal.SIGUSR1, answer)
    truth.say({"fd": None})
    begun = period = clock()
    while True:
        for function, end in parts:
            function(period + end)
            ended = clock()
            spent[function.__name__] += ended - begun
            begun = ended
        period += 500e-6 * (1 + (begun - period) // 500e-6)


if __name__ == "__main__":
    {"methods": methods, "phases": phases, "steps": steps}[sys.argv[1]]()
