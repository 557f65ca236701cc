"""Classes and their instances: where the attributes may be, and what else a class may say."""
import sys
import weakref

from cases import like, more, own, plain, says

PYTHON_2 = sys.version_info[0] == 2


class Meta(type):
    pass


Made = Meta("Made", (object,), {})


class Empty(object):
    pass


class Attributes(object):
    def __init__(self, a, b):
        self.a = a
        self.b = b


class Slots(object):
    __slots__ = ("x", "y")


class MoreSlots(Slots):
    __slots__ = ("z",)


class Both(Slots):
    """Slots of its base, and a __dict__."""


class DictSlot(object):
    __slots__ = ("x", "__dict__", "__weakref__")


class Property(object):
    def __init__(self):
        self._x = 1

    @property
    def value(self):
        raise AssertionError("a property was run")


class Speaking(object):
    """Its repr is Python code, which is never run."""

    def __init__(self):
        self.a = 1

    def __repr__(self):
        raise AssertionError("a repr was run")


class List(list):
    pass


class Dict(dict):
    pass


class Int(int):
    pass


class Text(str):
    pass


class Tuple(tuple):
    pass


class SlottedList(list):
    __slots__ = ("extra",)


class OwnError(Exception):
    pass


class Getattr(object):
    def __getattr__(self, name):
        raise AssertionError("__getattr__ was run")

    def __getattribute__(self, name):
        if name.startswith("__"):
            return object.__getattribute__(self, name)
        raise AssertionError("__getattribute__ was run")


class Outer(object):
    class Inner(object):
        pass


if PYTHON_2:
    class Old:
        pass


def classes():
    own("type_type", type)
    own("type_int", int)
    own("type_object", object)
    own("class_own", Empty)
    own("class_nested", Outer.Inner)
    own("class_with_meta", Made)
    own("class_exception", OwnError)
    own("class_library", weakref.WeakSet)
    if PYTHON_2:
        own("class_old", Old)


def instances():
    plain("instance_empty", Empty())
    plain("instance", Attributes(1, "x"), "a=1, b='x'")
    plain("instance_nested", Attributes([1], {"k": None}), "a=[1], b={'k': None}")
    more_attributes = Attributes(1, 2)
    more_attributes.c = 3
    like("instance_more", more_attributes,
         r"<values_classes\.Attributes object at @> \{(a=1, b=2, c=3|a=1, c=3, b=2)\}")
    fewer = Attributes(1, 2)
    del fewer.a
    plain("instance_fewer", fewer, "b=2")
    none_left = Attributes(1, 2)
    del none_left.a, none_left.b
    plain("instance_none_left", none_left)
    seen = Attributes(1, 2)
    vars(seen)
    plain("instance_dict_seen", seen, "a=1, b=2")
    own_dict = Attributes(1, 2)
    own_dict.__dict__ = {"z": 26}
    plain("instance_dict_set", own_dict, "z=26")
    plain("instance_property", Property(), "_x=1")
    plain("instance_repr", Speaking(), "a=1")
    plain("instance_getattr", Getattr())
    plain("instance_of_made", Made())
    plain("instance_inner", Outer.Inner())

    class Local(object):
        pass

    plain("instance_local", Local())


def many():
    """More attributes than an instance has room for."""
    crowd = Empty()
    for number in range(100):
        setattr(crowd, "a%d" % number, number)
    names = ", ".join("a%d=%d" % (n, n) for n in range(100))
    names = r"(a\d+=\d+(, )?){100}" if PYTHON_2 else names
    like("instance_crowd", crowd, r"<values_classes\.Empty object at @> \{%s\}" % names)
    odd = Empty()
    vars(odd)[1] = "not a name"
    like("instance_odd_key", odd, r"<values_classes\.Empty object at @>( \{.*\})?")


def cyclic():
    me = Empty()
    me.me = me
    like("instance_cyclic", me, r"<values_classes\.Empty object at @> \{me=.*\}")
    parent, child = Empty(), Empty()
    parent.child, child.parent = child, parent
    like("instance_pair", parent, r"<values_classes\.Empty object at @> \{child="
         r"<values_classes\.Empty object at %s> \{parent=.*\}\}" % hex(id(child)))
    deep = Empty()
    for _ in range(10000):
        above = Empty()
        above.below, deep = deep, above
    like("instance_deep", deep, r"<values_classes\.Empty object at @> \{below=.{,1000}\}")


def slots():
    both = Slots()
    both.x, both.y = 1, "two"
    like("slots", both,
         r"<values_classes\.Slots object at @> \{(x=1, y='two'|y='two', x=1)\}")
    plain("slots_unset", Slots())
    one = Slots()
    one.y = 2
    plain("slots_one", one, "y=2")
    derived = MoreSlots()
    derived.x, derived.y, derived.z = 1, 2, 3
    like("slots_inherited", derived,
         r"<values_classes\.MoreSlots object at @> \{(z=3, )?(x=1, y=2|y=2, x=1)(, z=3)?\}")
    mixed = Both()
    mixed.x, mixed.extra = 1, 2
    like("slots_and_dict", mixed,
         r"<values_classes\.Both object at @> \{(x=1, extra=2|extra=2, x=1)\}")
    asked = DictSlot()
    asked.x, asked.extra = 1, 2
    like("slots_dict_asked", asked,
         r"<values_classes\.DictSlot object at @> \{(x=1, extra=2|extra=2, x=1)\}")


def subclasses():
    for name, value in (("list", List([1, 2])), ("dict", Dict({"k": 1})), ("int", Int(5)),
                        ("text", Text("words")), ("tuple", Tuple((1,)))):
        value.extra = [True]
        more("attributed_" + name, value, r"( \{extra=\[True\]\})?")
    slotted = SlottedList([1])
    slotted.extra = 2
    more("attributed_slotted_list", slotted, r"( \{extra=2\})?")


def old_style():
    empty, full = Old(), Old()
    full.a, full.b = 1, 2
    says("old_instance_empty", empty, "<values_classes.Old instance at @>")
    says("old_instance", full, "<values_classes.Old instance at @> {a=1, b=2}")


def raised(make):
    try:
        make()
    except Exception as error:
        return error


def chained():
    try:
        1 / 0
    except ZeroDivisionError:
        raise OwnError("second")


def exceptions():
    more("exception_0", ValueError())
    more("exception_1", ValueError("one"))
    more("exception_2", ValueError("one", 2, [3]))
    more("exception_key", KeyError("missing"))
    more("exception_os", raised(lambda: open("/nonexistent")))
    more("exception_exit", SystemExit(3))
    more("exception_unicode", raised(lambda: b"\xff".decode("utf-8")))
    more("exception_raised", raised(lambda: 1 / 0))
    more("exception_chained", raised(chained))
    more("exception_own", OwnError("a", 1))
    told = OwnError("told")
    told.code = 7
    more("exception_attributed", told, r"( \{.*code=7.*\})?")
    if hasattr(told, "__traceback__"):
        own("traceback", raised(chained).__traceback__)
    if sys.version_info >= (3, 11):
        more("exception_group", ExceptionGroup("some", [ValueError(1), OwnError()]))  # noqa: F821


def references():
    kept = Attributes(1, 2)
    own("weakref_alive", weakref.ref(kept))
    own("weakref_dead", weakref.ref(Empty()))
    own("weakref_callback", weakref.ref(kept, lambda reference: None))
    like("weak_dictionary", weakref.WeakValueDictionary(),
         r"<(weakref\.)?WeakValueDictionary .*at .*")
    like("the_kept", kept, "<values_classes.Attributes .*")


def fill():
    for function in (classes, instances, many, cyclic, slots, subclasses, exceptions, references):
        function()
    if PYTHON_2:
        old_style()
