"""Makes functions, runs each once and drops it: their code objects get the same addresses again.

A caller number N runs functions of the number N only: `named_XXXX_N`, which differ in their name;
`placed`, which loops on the line 2 + N and differs in nothing else; `moved`, in the file
<fleeting-N>. The argument names one of these kinds, else all are made.
"""
import sys

import truth

KINDS = 7
NAMED = "def named_%04d_%d():\n    for _ in range(300): pass\n"
PLACED = "def placed():\n%s    for _ in range(300): pass\n"
MOVED = "def moved():\n    for _ in range(300): pass\n"
CALLER = "def caller_%d(function):\n    function()\n"


def make(source, file="<fleeting>"):
    scope = {}
    exec(compile(source, file, "exec"), scope)
    name = source.split("(")[0].split()[1]
    return scope.pop(name)


def main(kinds):
    callers = [make(CALLER % kind) for kind in range(KINDS)]
    truth.say({"fd": None})
    number = 0
    while True:
        number += 1
        kind = number % KINDS
        if "named" in kinds:
            callers[kind](make(NAMED % (number % 10000, kind)))
        if "placed" in kinds:
            callers[kind](make(PLACED % ("\n" * kind)))
        if "moved" in kinds:
            callers[kind](make(MOVED, "<fleeting-%d>" % kind))


if __name__ == "__main__":
    main(sys.argv[1:] or ["named", "placed", "moved"])
