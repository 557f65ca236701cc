"""Code that parks in a sub-interpreter, on the main interpreter's thread."""
import functools
import json
import os
import sys

import truth

INSIDE = """
import sys
sys.path.insert(0, {path!r})
import json, truth
def deeper(depth):
    if depth:
        return deeper(depth - 1)
    truth.park(threads=json.loads({outside!r}), known={{"interpreter": {number}}})
def inside():
    deeper(2)
inside()
"""


def maker():
    """A function that runs code in a new interpreter, and that one's id."""
    for name in ("_interpreters", "_xxsubinterpreters"):
        try:
            module = __import__(name)
        except ImportError:
            continue
        number = module.create()
        run = getattr(module, "exec", None) or module.run_string
        return functools.partial(run, number), int(number)
    try:
        from _testcapi import run_in_subinterp
    except ImportError:
        truth.skip("no way to make a sub-interpreter")
    return run_in_subinterp, 1 if sys.version_info >= (3, 7) else None


@truth.blocks
def enter(run, number):
    code = inside(number, sys._getframe())
    run(code)


def inside(number, frame):
    outside = truth.thread_record(
        truth.thread.get_ident(), frame, tid=truth.native_id())
    return INSIDE.format(
        path=os.path.dirname(os.path.abspath(__file__)),
        outside=json.dumps([outside]),
        number=number,
    )


if __name__ == "__main__":
    enter(*maker())
