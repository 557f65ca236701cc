"""Spins with the GIL through two disjoint chains of ten calls, a1..a10 and b1..b10.

Every function is on lines of its own, so a caller's line says which it calls.
SIGUSR1 is answered with a line.
"""
import signal
import sys

import truth

LENGTH = 10
FUNCTION = "def {name}():\n    {body}\n"
WORK = "for _ in range(40): pass"
SPIN = "def spin():\n    while True:\n        a1()\n        b1()\n"


def chain(letter):
    for number in range(1, LENGTH + 1):
        body = WORK if number == LENGTH else "%s%d()" % (letter, number + 1)
        yield FUNCTION.format(name="%s%d" % (letter, number), body=body)


def answer(signum, frame):
    truth.say({"answer": signum})


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, answer)
    source = SPIN + "".join(chain("a")) + "".join(chain("b"))
    lines = dict(
        (line.split()[1].rstrip("():"), number)
        for number, line in enumerate(source.splitlines(), 1)
        if line.startswith("def ")
    )
    scope = {}
    exec(compile(source, "<chains>", "exec"), scope)
    truth.tell(sys._getframe(), fd=None, lines=lines)
    scope["spin"]()
