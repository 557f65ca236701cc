"""Line tables with big steps: line gaps, lines that go back, long bytecode."""
import truth

PARTS = (
    "def gap(calls):\n" + "\n" * 300 + "    calls.pop()(calls)\n",
    "def gaps(calls):\n    calls\n" + "\n" * 70000 + "    calls.pop()(calls)\n\n    calls\n",
    "def back(calls):\n    return calls[\n" + "\n" * 200 + "    0 if calls else 1\n"
    "    ], calls.pop(\n)(\n" + "\n" * 150 + "        calls)\n",
    "def before(calls):\n    return (calls.pop()(calls),\n" + "\n" * 140 + "  calls)\n",
    "def wide(calls):\n    a = 1; b = " + "a + " * 600 + "calls.pop()(calls)\n    return b\n",
    "def tall(calls):\n    a = 1; b = (" + "a +\n" * 600 + "calls.pop()(calls)\n + a)\n    return b\n",
    "def packed(calls):\n    a = 1; b = [" + "a, " * 600 + "\n calls.pop()(calls),\n a]\n    return b\n",
    "def loop(calls):\n    while (\n" + "\n" * 129 + "      calls.pop()(\n calls)\n  ):\n        pass\n",
    "def far(calls): calls; " + "calls; " * 300 + "calls.pop()(calls); calls\n",
)


def last(calls):
    truth.park()


def functions():
    for number, source in enumerate(PARTS):
        scope = {}
        exec(compile(source, "jumps-%d.py" % number, "exec"), scope)
        yield next(value for value in scope.values() if hasattr(value, "__code__"))


if __name__ == "__main__":
    calls = [last] + list(functions())
    calls.pop()(calls)
