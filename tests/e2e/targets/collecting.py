"""Python that runs inside a garbage collection."""
import gc
import weakref

import truth


class Watched(object):
    pass


def collected(reference):
    truth.park()


def main():
    garbage = [Watched()]
    watch = weakref.ref(garbage[0], collected)
    garbage.append(garbage)
    del garbage
    gc.collect()
    return watch


if __name__ == "__main__":
    gc.disable()
    main()
