"""Python called from C called from Python: sorted, map, reduce, re.sub."""
import functools
import re

import truth


class Ordered(object):
    def __lt__(self, other):
        truth.park()
        return True


def key(value):
    return min([Ordered(), Ordered()])


def by_sorted(value):
    return sorted([value, 1], key=key)


def by_map(value):
    return list(map(by_sorted, [value]))


def by_reduce(left, right):
    return by_map(left + right)


def by_sub(match):
    return str(functools.reduce(by_reduce, [1, 2]))


if __name__ == "__main__":
    re.sub("a", by_sub, "bab")
