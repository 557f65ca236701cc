"""heap COUNT: one thread that computes beside so many objects of several types, half of them old."""
import gc
import random


class Record(object):
    __slots__ = ("left", "right")


def record(other):
    made = Record()
    made.left = made.right = other
    return made


def make(count):
    """Lists, tuples, dicts and records, each with text and numbers between them."""
    kept = []
    for i in range(count // 4):
        some = ["%d" % i]
        kept += [some, (i, some), {i: some}, record(some)]
    return kept


def main(count):
    gc.disable()
    old = make(count // 2)
    random.shuffle(old)  # as memory is that was used for long
    del old[len(old) // 2:]
    kept = make(count - len(old))
    ready()
    return spin(BASE), old, kept


main(int(arguments[0]))
