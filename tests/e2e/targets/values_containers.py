"""Sequences and sets: short, long, nested, cyclic, changed; ranges and slices."""
import collections
import sys

from cases import like, more, own, says

PYTHON_2 = sys.version_info[0] == 2
BODY = ", ".join(map(str, range(200)))
THOUSAND = "%s(, )?\\.\\.\\." % BODY

Point = collections.namedtuple("Point", "x y")
Single = collections.namedtuple("Single", "only")
Empty = collections.namedtuple("Empty", "")


class List(list):
    pass


class Tuple(tuple):
    pass


class Deque(collections.deque):
    pass


class Set(set):
    pass


class Longer(Point):
    """A subclass of a namedtuple with an attribute."""


def sequences():
    own("tuple_0", ())
    own("tuple_1", (1,))
    own("tuple_2", (1, "two"))
    own("tuple_nested", ((), (1,), ((2,), 3)))
    own("list_0", [])
    own("list_1", [None])
    own("list_mixed", [1, -2.5, "three", None, True, (4,), [5], {6: 7}])
    own("list_nested", [[1, [2, [3]]], []])
    own("list_of_200", list(range(200)))
    grown = own("list_shrunk", list(range(100)))
    del grown[3:]
    like("list_of_1000", list(range(1000)), r"\[%s\]" % THOUSAND)
    like("tuple_of_1000", tuple(range(1000)), r"\(%s\)" % THOUSAND)


def cyclic():
    ring = own("list_cyclic", [1])
    ring.append(ring)
    left, right = [1], [2]
    left.append(right)
    right.append(left)
    own("list_cyclic_pair", left)
    inside = ([],)
    inside[0].append(inside)
    own("tuple_cyclic", inside)
    twice = [0]
    own("list_shared_not_cyclic", [twice, twice])


def limited():
    says("list_depth_4", [[[[1]]]], "[[[[1]]]]")
    says("list_depth_5", [[[[[1]]]]], "[[[[[...]]]]]")
    says("list_depth_many", [[[[[[[[[1]]]]]]]]], "[[[[[...]]]]]")
    says("dict_depth_5", {1: {2: {3: {4: {5: 6}}}}}, "{1: {2: {3: {4: {...}}}}}")
    says("tuple_depth_5", ((((((1,),),),),),), "(((((...),),),),)")
    says("list_10_equal", [0] * 10, "[" + ", ".join("0" * 10) + "]")
    says("list_11_equal", [0] * 11, "[0 <repeats 11 times>]")
    says("list_repeats_inside", [1] + [0] * 20 + [2], "[1, 0 <repeats 20 times>, 2]")
    says("tuple_repeats", (None,) * 50, "(None <repeats 50 times>)")
    says("list_repeats_text", ["a"] * 12 + ["b"], "['a' <repeats 12 times>, 'b']")
    like("list_repeats_1000", [0] * 1000, r"\[0 <repeats \d+ times>(\.\.\.)?\]")
    deep = 1
    for _ in range(100000):
        deep = [deep]
    says("list_100000_deep", deep, "[[[[[...]]]]]")


def sets():
    own("set_0", set())
    own("set_1", {1})
    own("set_ints", {3, 1, 2, 100, -5})
    own("set_text", {"a", "b", u"\xfc", "c"})
    own("set_mixed", {1, "a", None, (2, 3), 4.5, frozenset([6])})
    removed = own("set_removed", set(range(50)))
    removed.difference_update(range(3, 48))
    cleared = own("set_cleared", set(range(100)))
    cleared.clear()
    own("set_of_180", {n * 7919 for n in range(180)})
    own("frozenset_0", frozenset())
    own("frozenset", frozenset("abc"))
    more("set_subclass", Set([1, 2]))
    like("set_of_1000", set(range(1000)), (r"set\(\[%s\]\)" if PYTHON_2 else r"\{%s\}") % THOUSAND)


def ranges():
    number = range if not PYTHON_2 else xrange  # noqa: F821
    for i, words in enumerate([(0,), (5,), (1, 5), (1, 10, 3), (10, 0, -1), (5, 5)]):
        own("range_%d" % i, number(*words))
    if not PYTHON_2:
        own("range_large", range(2**70, 2**71, 2**65))
    for i, words in enumerate([(None,), (5,), (1, 5), (1, None, -1), ("a", 2.5, ())]):
        own("slice_%d" % i, slice(*words))


def deques():
    deque = collections.deque
    own("deque_0", deque())
    own("deque", deque([1, "two", None]))
    own("deque_maxlen", deque([1, 2, 3], maxlen=5))
    own("deque_maxlen_0", deque([], maxlen=0))
    own("deque_full", deque(range(10), maxlen=3))
    own("deque_blocks", deque(range(180)))
    turned = own("deque_turned", deque(range(150)))
    turned.rotate(-77)
    ahead = own("deque_appendleft", deque())
    for number in range(100):
        ahead.appendleft(number)
    ring = own("deque_cyclic", deque())
    ring.append(ring)
    more("deque_subclass", Deque([1, 2]))
    like("deque_of_1000", deque(range(1000)), r"deque\(\[%s\]\)" % THOUSAND)


def named():
    own("namedtuple", Point(1, "two"))
    own("namedtuple_1", Single(1))
    own("namedtuple_0", Empty())
    own("namedtuple_nested", [Point(Point(0, 1), [2])])
    more("namedtuple_subclass", Longer(1, 2))
    own("struct_sequence", sys.version_info)
    own("struct_flags", sys.flags)
    more("list_subclass", List([1, 2]))
    more("tuple_subclass", Tuple((1, 2)))
    ring = List()
    ring.append(ring)
    more("list_subclass_cyclic", ring)


def fill():
    for function in (sequences, cyclic, limited, sets, ranges, deques, named):
        function()
