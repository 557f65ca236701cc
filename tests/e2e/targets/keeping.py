"""Tells what its garbage collector and its modules are: keeping.py on|off, as to the collector."""
import gc
import sys

import truth

GARBAGE = 5000


class Lazy(object):
    """Something else than a module in sys.modules, as lazy imports put there."""

    def __init__(self):
        self.__file__ = "/nowhere/lazy.py"


def files():
    """The __file__ of each module, None without one; modules that are None are none."""
    return dict((truth.text(name), getattr(module, "__file__", None))
                for name, module in list(sys.modules.items()) if module is not None)


def main(on):
    truth.native_id()  # these import what they need
    truth.text(b"")
    sys.modules["lazy"] = Lazy()
    sys.modules["nothing"] = None
    gc.set_threshold(50000, 11, 7)
    if not on:
        gc.disable()
    gc.collect()
    gc.collect(1)
    gc.collect(1)
    for _ in range(3):
        gc.collect(0)
    kept = [[] for _ in range(GARBAGE)]
    counts, known = gc.get_count(), files()
    truth.park(gc={"enabled": gc.isenabled(), "threshold": gc.get_threshold(), "count": counts},
               modules=known, kept=len(kept))


if __name__ == "__main__":
    main(sys.argv[1] == "on")
