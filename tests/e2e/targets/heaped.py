"""Counts its own objects by type, and who refers to one of them: heaped.py [frozen|huge]."""
import collections
import functools
import gc
import json
import sys
import weakref

import truth


class User(object):
    def __init__(self, name):
        self.name = name
        self.friends = []


class Slotted(object):
    __slots__ = ("friend", "__weakref__")


class Outer(object):
    class Inner(object):
        pass


class Record(tuple):
    pass


class Stack(list):
    pass


class Table(dict):
    pass


class Bag(set):
    pass


class Mistake(Exception):
    pass


# What sys.getsizeof() has and what the tool counts are the same.
SIZED = [User, Slotted, Outer.Inner, Record, Mistake]

wanted = User("wanted")


def name_of(kind):
    module = kind.__module__
    return truth.text(kind.__name__ if module in ("builtins", "__builtin__")
                      else "%s.%s" % (module, kind.__name__))


def counted():
    counts = {}
    for kind in map(type, gc.get_objects()):
        name = name_of(kind)
        counts[name] = counts.get(name, 0) + 1
    return counts


def warm_up():
    """What telling the truth keeps is there before it is counted."""
    tid = truth.native_id()
    truth.native_id = lambda: tid
    truth.text(b"")
    json.dumps({"a": [1, "b"]}).encode("ascii")
    truth.thread_record(0, sys._getframe(1))
    truth.last_call(truth.park.__code__)


def sized():
    sizes = {}
    for kind in SIZED:
        same = [thing for thing in gc.get_objects() if type(thing) is kind]
        sizes[name_of(kind)] = sum(map(sys.getsizeof, same))
    return sizes


def waiting():
    yield 1


def closure(thing):
    return lambda: thing


def holders():
    """Objects that refer to `wanted`, each in its own way; and one that does so weakly."""
    slotted, user, default = Slotted(), User("holder"), lambda thing=wanted: thing
    slotted.friend = user.friend = wanted
    table = Table(other=1)
    table["key"] = wanted
    large = dict(("key %d" % number, []) for number in range(300))
    large["last"] = wanted
    huge = dict.fromkeys(range(1100000 if "huge" in sys.argv else 2000))
    huge[1000] = wanted
    bound = functools.partial(closure, wanted)
    return [[0, 1, 2, wanted], (3, wanted), {"key": wanted}, {wanted: 3}, set([wanted]),
            frozenset([wanted, 2]), table, large, Stack([wanted]), Bag([wanted]),
            Record([1, wanted]), slotted, user, closure(wanted), default, wanted.__init__,
            collections.deque(["%d" % i for i in range(500)] + [wanted]),
            collections.deque([wanted]), collections.OrderedDict(a=wanted),
            collections.defaultdict(list, {"d": wanted}), collections.Counter([wanted]),
            collections.namedtuple("Pair", "x y")(1, wanted), Exception(wanted), iter([wanted]),
            slice(wanted), classmethod(wanted), property(wanted), bound, huge,
            [None] * 5000 + [wanted], Mistake(wanted), weakref.ref(wanted)]


def addresses(kept):
    """Of all that refer to `wanted`, but for frames and what only this function has made."""
    gc.collect()
    known = gc.get_referrers(wanted)
    return [id(thing) for thing in known if type(thing).__name__ != "frame"]


def main(frozen):
    warm_up()
    kept = [User(number) for number in range(1000)], [Slotted() for _ in range(77)]
    kept += ([Outer.Inner() for _ in range(5)], [Record(range(n)) for n in range(20)],
             [Stack([1] * n) for n in range(9)], [Table(a=n) for n in range(8)],
             [Bag([n]) for n in range(7)], [Mistake(n) for n in range(6)],
             [waiting() for _ in range(11)], [collections.deque([n]) for n in range(12)])
    kept += (holders(),)
    gc.disable()
    gc.collect()
    counted(), sized(), addresses(kept)
    counts, sizes, referrers = counted(), sized(), addresses(kept)
    if frozen:
        gc.freeze()
    truth.park(counts=counts, sizes=sizes, wanted=id(wanted), referrers=referrers, kept=len(kept),
               name=id(wanted.name))


if __name__ == "__main__":
    main(sys.argv[1:] == ["frozen"])
