# -*- coding: utf-8 -*-
"""Where variables may be: arguments, cells, class bodies, comprehensions, generators, modules."""
import os
import sys

import truth
from cases import hang, printed

COROUTINE = """
async def coroutine(first):
    second = first + 1
    telling([("first", first)], [("second", second)])
    os.read(0, 1)
"""
NAMES = u"""
def names(ünter, 函数=2):
    héllo = "héllo"
    telling([("ünter", ünter), ("函数", 函数)], [("héllo", héllo)])
    os.read(0, 1)
"""
KEYWORDS = """
def keywords(label, n, /, *rest, only, other=4, **named):
    telling([("label", label), ("n", n), ("only", only), ("other", other), ("rest", rest),
             ("named", named)], [])
    os.read(0, 1)
"""
a_global = [2**100]


def telling(arguments=(), variables=(), unbound=(), more=False):
    """Tells what the caller's arguments and other variables are, and whether there are more."""
    hang(arguments=[(name, printed(value)) for name, value in arguments],
         variables=[(name, printed(value)) for name, value in variables], unbound=unbound,
         more=more)


def arguments(label, n, amount=2.5, *rest, **named):
    later = [label]
    telling([("label", label), ("n", n), ("amount", amount), ("rest", rest), ("named", named)],
            [("later", later)])
    os.read(0, 1)


def changed(first, second, third=3):
    """Arguments that are no longer what the caller gave."""
    first = "other"
    del second
    telling([("first", first), ("third", third)], [], ["second", "unset"])
    os.read(0, 1)
    unset = 1
    return unset, third


def closure():
    outside = ["outside"]
    later = []
    outside_argument(outside, later)


def outside_argument(argument, later):
    shared = "shared"

    def inner(own):
        here = own + 1
        both = [later]

        def innermost():
            return here, both

        telling([("own", own)], [("here", here), ("both", both), ("innermost", innermost),
                                 ("shared", shared), ("argument", argument), ("later", later)])
        os.read(0, 1)
        return innermost, shared, argument

    inner(1)


def cell_argument(caught, free=5):
    """An argument that an inner function sees is in a cell."""
    mine = 6

    def inner():
        return caught, mine

    caught = [caught]
    telling([("caught", caught), ("free", free)], [("mine", mine), ("inner", inner)])
    os.read(0, 1)


def empty_cell():
    full = 1

    def inner():
        return full, late

    telling([], [("full", full), ("inner", inner)], ["late"])
    os.read(0, 1)
    late = inner


def class_body():
    around = "around"

    class Body(object):
        attribute = 3
        text = u"\xfc"
        seen = around
        telling([], [("attribute", attribute), ("text", text), ("seen", seen)],
                more=True)
        os.read(0, 1)

    return Body


def comprehension():
    kept = ["one"]
    return [(telling([], [("item", item)], more=True), os.read(0, 1)) for item in kept]


def expression():
    return list((telling([], [("item", item)]), os.read(0, 1)) for item in (1, 2))


def generator():
    def steps(start):
        at = start
        yield at
        at += 1
        telling([("start", start)], [("at", at)])
        os.read(0, 1)
        yield at

    return list(steps(40))


def compiled(source, name, *words, **named):
    scope = {"telling": telling, "os": os}
    exec(compile(source, "scopes.py", "exec"), scope)
    return scope[name](*words, **named)


def coroutine():
    compiled(COROUTINE, "coroutine", 1).send(None)


def many():
    """More variables than a page of reads."""
    scope = {"telling": telling, "os": os}
    lines = ["    v%d = %d" % (n, n * n) for n in range(3000)]
    source = "def body():\n%s\n    telling([], pairs)\n    os.read(0, 1)\n" % "\n".join(lines)
    scope["pairs"] = [("v%d" % n, n * n) for n in range(3000)]
    exec(compile(source, "scopes.py", "exec"), scope)
    scope["body"]()


def module():
    """A frame of a module: its variables are the globals."""
    scope = {"__name__": "made", "telling": telling, "os": os}
    exec(compile("one = 1\ntwo = [one]\ntelling([], [('one', one), ('two', two)], more=True)\n"
                 "os.read(0, 1)\n",
                 "made.py", "exec"), scope)


def apart():
    """exec with two dicts: the locals are not the globals."""
    inside = {"here": "local"}
    scope = {"telling": telling, "os": os, "outside": 1}
    exec(compile("made = 2\ntelling([], [('here', here), ('made', made)])\nos.read(0, 1)\n",
                 "made.py", "exec"), scope, inside)


CALLS = {
    "arguments": lambda: arguments("name", 7, 2.5, 8, [9], z=1, a=2),
    "no-arguments-more": lambda: arguments("name", 7),
    "changed": lambda: changed(1, 2),
    "closure": closure,
    "cell-argument": lambda: cell_argument("x"),
    "empty-cell": empty_cell,
    "class-body": class_body,
    "comprehension": comprehension,
    "expression": expression,
    "generator": generator,
    "coroutine": coroutine,
    "many": many,
    "module": module,
    "apart": apart,
    "names": lambda: compiled(NAMES, "names", 1),
    "keywords": lambda: compiled(KEYWORDS, "keywords", "l", 2, 3, only=5, k=6),
}

NEEDED = {"coroutine": (3, 5), "names": (3, 0), "keywords": (3, 8)}

if __name__ == "__main__":
    if sys.version_info < NEEDED.get(sys.argv[1], (2, 7)):
        truth.skip("%s needs %d.%d" % ((sys.argv[1],) + NEEDED[sys.argv[1]]))
    CALLS[sys.argv[1]]()
    os._exit(0)
