"""Makes functions, runs each once and drops it: their code objects get the same addresses again.

A caller number N runs functions of the number N only: `named_XXXX_N`, which differ in their name,
and `placed`, which loops on the line 2 + N and differs in nothing else.
"""
import truth

KINDS = 7
NAMED = "def named_%04d_%d():\n    for _ in range(300): pass\n"
PLACED = "def placed():\n%s    for _ in range(300): pass\n"
CALLER = "def caller_%d(function):\n    function()\n"


def make(source):
    scope = {}
    exec(compile(source, "<fleeting>", "exec"), scope)
    del scope["__builtins__"]
    return scope.popitem()[1]


def main():
    callers = [make(CALLER % kind) for kind in range(KINDS)]
    truth.say({"fd": None})
    number = 0
    while True:
        number += 1
        kind = number % KINDS
        callers[kind](make(NAMED % (number % 10000, kind)))
        callers[kind](make(PLACED % ("\n" * kind)))


if __name__ == "__main__":
    main()
