"""Computes in the main interpreter and in another one: isolated.py own|shared, as to the GIL."""
import sys
import threading
import time

import truth

INSIDE = """
import time
def inside():
    while True:
        for _ in range(100000): pass
        time.sleep(%r)
inside()
"""


def outside(rest):
    while True:
        for _ in range(100000):
            pass
        time.sleep(rest)


def maker(own):
    """A function that runs code in a new interpreter; None when there is no way."""
    if sys.version_info >= (3, 13):
        import _interpreters
        number = _interpreters.create("isolated" if own else "legacy")
        return lambda code: getattr(_interpreters, "exec")(number, code)
    try:
        import _xxsubinterpreters as interpreters
    except ImportError:
        return None
    if own and sys.version_info < (3, 12):
        return None
    number = interpreters.create(isolated=own) if sys.version_info >= (3, 9) else (
        interpreters.create())
    return lambda code: interpreters.run_string(number, code)


def main(own):
    run = maker(own)
    if not run:
        truth.skip("no such sub-interpreters")
    # From 3.9 to 3.11 nobody is asked to give another interpreter a turn.
    rest = 0 if own else 0.002
    worker = threading.Thread(target=run, args=(INSIDE % rest,))
    worker.daemon = True
    worker.start()
    truth.say({"fd": None})
    outside(rest)


if __name__ == "__main__":
    main(sys.argv[1] == "own")
