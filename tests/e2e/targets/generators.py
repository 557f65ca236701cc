"""Generators in a chain, with `yield from` where the language has it."""
import sys

import truth

DELEGATING = """
def outer(source):
    yield 'before'
    yield from inner(source)

def inner(source):
    for item in source:
        yield (yield from leaf(item))

def leaf(item):
    yield item
    return item
"""

PLAIN = """
def outer(source):
    for item in inner(source):
        yield item

def inner(source):
    for item in source:
        yield item
"""


def parking():
    yield 1
    yield 2
    truth.park()
    yield 3


def suspended():
    """A generator that waits is on nobody's stack."""
    yield truth.native_id()


if __name__ == "__main__":
    aside = suspended()
    next(aside)
    chains = {}
    exec(compile(PLAIN if sys.version_info[0] == 2 else DELEGATING, "chain.py", "exec"), chains)
    print(sum(item for item in chains["outer"](parking()) if item == 3))
