# -*- coding: utf-8 -*-
"""Dicts of every layout, and the mappings of collections."""
import collections
import os
import sys
import types

try:
    import builtins
except ImportError:
    import __builtin__ as builtins

from cases import like, more, own, says

PYTHON_2 = sys.version_info[0] == 2


class Dict(dict):
    pass


class Shared(object):
    """Its instances share their keys."""

    def __init__(self, first, second):
        self.first = first
        self.second = second


def keys():
    own("dict_0", {})
    own("dict_text", {"a": 1, "b": [2], "c": {}})
    own("dict_ints", {3: "c", 1: "a", 2: "b"})
    own("dict_mixed", {1: 1, "a": None, None: "n", (1, 2): (3,), 2.5: False, True: "one"})
    own("dict_latin", {u"\xfcnter": u"\xfcnter"})
    own("dict_bytes", {b"key": b"value"})
    own("dict_frozen", {frozenset([1]): frozenset()})
    own("dict_order", collections.OrderedDict([("z", 1), ("a", 2), ("m", 3)]))
    ordered = own("dict_insertion", {})
    for key in ("z", "a", "m", "b"):
        ordered[key] = key.upper()


def changed():
    deleted = own("dict_deleted", {n: -n for n in range(20)})
    for number in range(0, 20, 3):
        del deleted[number]
    text = own("dict_text_deleted", {"k%d" % n: n for n in range(30)})
    for number in range(1, 30, 2):
        del text["k%d" % number]
    again = own("dict_reinserted", {"a": 1, "b": 2, "c": 3})
    del again["a"]
    again["a"] = 4
    popped = own("dict_popped", {n: n for n in range(10)})
    popped.popitem()
    turned = own("dict_became_general", {"a": 1, "b": 2})
    turned[3] = "three"
    cleared = own("dict_cleared", {n: n for n in range(100)})
    cleared.clear()
    emptied = own("dict_emptied", {"a": 1})
    del emptied["a"]


def items(count):
    """The beginning of a dict that maps 0, 1 and so on to themselves."""
    return ", ".join("%d: %d" % (n, n) for n in range(count))


def large():
    says("dict_of_180", {n: n for n in range(180)}, "{%s}" % items(180))
    for count in (300, 70000):
        like("dict_of_%d" % count, {n: n for n in range(count)},
             r"\{%s(, )?\.\.\.\}" % items(200))


def cyclic():
    ring = own("dict_self", {"a": 1})
    ring["me"] = ring
    outer = own("dict_in_list", [{}])
    outer[0]["up"] = outer


def split():
    """In 2.7 the order is that of the table."""
    first, second = Shared(1, "two"), Shared(3, "four")
    own("dict_split", vars(first))
    own("dict_split_second", vars(second))
    third = Shared(5, 6)
    third.more = 7
    own("dict_split_more", vars(third))
    fourth = Shared(7, 8)
    del fourth.first
    own("dict_split_deleted", vars(fourth))
    reordered = Shared.__new__(Shared)
    reordered.second, reordered.first = "s", "f"
    own("dict_split_reordered", vars(reordered))


def collected():
    own("defaultdict", collections.defaultdict(list, {"a": [1]}))
    own("defaultdict_none", collections.defaultdict(None, {1: 2}))
    ordered = own("ordered_dict", collections.OrderedDict([("one", 1), ("two", 2), ("three", 3)]))
    if not PYTHON_2:
        ordered.move_to_end("one")
    own("ordered_dict_0", collections.OrderedDict())
    deleted = own("ordered_dict_deleted", collections.OrderedDict((n, n) for n in range(9)))
    del deleted[0], deleted[4]
    more("counter", collections.Counter({"a": 3, "b": 2, "c": 1}), "")
    own("counter_0", collections.Counter())
    own("counter_unsorted", collections.Counter({"a": 1, "b": 3, "c": 2}))
    more("dict_subclass", Dict(a=1))
    if not PYTHON_2:
        own("mapping_proxy", types.MappingProxyType({"a": 1}))
        own("simple_namespace", types.SimpleNamespace(x=1, y=[2]))
    like("environ", os.environ, r"(environ\()?\{.*\}\)?|<os\._Environ (object|instance) at @>.*")


def views():
    both = {"a": 1, "b": [2]}
    own("view_keys", both.viewkeys() if PYTHON_2 else both.keys())
    own("view_values", both.viewvalues() if PYTHON_2 else both.values())
    own("view_items", both.viewitems() if PYTHON_2 else both.items())
    own("view_empty", {}.viewkeys() if PYTHON_2 else {}.keys())
    ring = {}
    ring["me"] = ring.viewvalues() if PYTHON_2 else ring.values()
    own("view_cyclic", ring)
    if not PYTHON_2:
        ordered = collections.OrderedDict([("one", 1), ("two", 2)])
        ordered.move_to_end("one")
        own("view_ordered", ordered.items())


def frozen():
    """What 3.15 has built in."""
    make = getattr(builtins, "frozendict", None)
    if not make:
        return
    own("frozendict", make(a=1, b=[2]))
    own("frozendict_0", make())
    own("frozendict_of_itself", make({make(x=1): make({2: ()})}))
    own("frozendict_subclass", type("Frozen", (make,), {})({"z": 1, 2: 3}))
    own("frozendict_long", make((n, n) for n in range(100)))


def fill():
    for function in (keys, changed, large, cyclic, split, collected, views, frozen):
        function()
