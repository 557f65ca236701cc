# -*- coding: utf-8 -*-
"""Expressions that are to be worth what eval() makes of them, and some that are refused."""
import collections
import datetime
import decimal
import os
import sys
import threading

from cases import hang, printed
from expressions_same import SAME

# What would have to be executed, or is not read: exactly these words.
REFUSED = [
    ("job.prop", "'prop' is a property of Job: it would have to be executed"),
    ("dyn.anything", "'Dyn' defines __getattr__: it would have to be executed"),
    ("eq == 5", "'Eq' defines __eq__: it would have to be executed"),
    ("lst.index(1)", "calls are not possible: nothing of the target is ever executed"),
    ("lst[0] = 1", "assignments are not possible: nothing of the target is ever changed"),
    ("[x for x in lst]", "comprehensions are not possible: nothing of the target is ever executed"),
    ("not td", "False"),
    ("not td0", "True"),
    ("not eq", "'Eq' defines __bool__: it would have to be executed"),
    ("own_int == 5", "'OwnInt' defines __eq__: it would have to be executed"),
    ("5 != own_int", "'OwnInt' defines __eq__: it would have to be executed"),
    ("own_int < 9", "'OwnInt' defines __lt__: it would have to be executed"),
    ("9 > own_int", "'OwnInt' defines __lt__: it would have to be executed"),
    ("not own_int", "'OwnInt' defines __bool__: it would have to be executed"),
    ("own_int + 1", "5"),
    ("isinstance(own_int, 5)", "isinstance() arg 2 must be the name of a type or a tuple of names"),
    ("own_int - 1", "'OwnInt' defines __sub__: it would have to be executed"),
    ("1 - own_int", "'OwnInt' defines __rsub__: it would have to be executed"),
    ("-own_int", "'OwnInt' defines __neg__: it would have to be executed"),
    ("own_int >= 4", "True"),
    ("not sized", "'Sized' defines __len__: it would have to be executed"),
    ("len(odd)", "'Odd' defines __len__: it would have to be executed"),
    ("odd[0]", "'Odd' defines __len__: it would have to be executed"),
    ("sized[0]", "'Sized' defines __getitem__: it would have to be executed"),
    ("5 in sized", "'Sized' defines __contains__: it would have to be executed"),
    ("lst + lst", "'list' + 'list' is not computed here: numbers are, and text is joined"),
    ("big + 1", "ints of more than 64 bits are not computed here"),
    ("2**63", "ints of more than 64 bits are not computed here"),
    ("2**-1", "negative powers are not computed here"),
    ("fl**2", "powers of floats are not computed here"),
    ("few.__dict__ == few.__dict__", "'dict' and 'dict' are not compared here"),
    ("cplx / 2", "/ of complex numbers is not computed here"),
    ("abs(cplx)", "abs() of complex numbers is not computed here"),
    ("dt < dt2", "'date' and 'date' are not compared here"),
    ("dec == 1", "'Decimal' and 'int' are not compared here"),
    ("unbound", "cannot access local variable 'unbound' where it is not associated with a value"),
]
PYTHON_2 = sys.version_info[0] == 2
GLOBAL = 17


class Base(object):
    limit = 5

    @property
    def prop(self):
        raise SystemExit("executed")


class Job(Base):
    kinds = ("a", "b")

    def __init__(self, name):
        self.name = name
        self.size = 3
        self.next = None


class Bare(object):
    pass


class Classic:  # that is what it is in 2.7
    limit = 3


class Newer(Classic):
    kind = "newer"


class Slotted(object):
    __slots__ = ("x", "y")


class Eq(object):
    def __eq__(self, other):
        return True

    def __bool__(self):
        raise SystemExit("executed")

    __nonzero__ = __bool__
    __hash__ = None


class Sized(object):
    def __len__(self):
        return 0

    def __getitem__(self, index):
        return index

    def __contains__(self, item):
        return True


class Dyn(object):
    def __getattr__(self, name):
        return 5


class MyInt(int):
    pass


class OwnInt(int):
    """Says itself what it is, unlike an int."""

    def __eq__(self, other):
        raise AssertionError("__eq__ was run")

    def __lt__(self, other):
        raise AssertionError("__lt__ was run")

    def __bool__(self):
        raise AssertionError("__bool__ was run")

    def __sub__(self, other):
        raise AssertionError("__sub__ was run")

    __nonzero__ = __bool__
    __rsub__ = __neg__ = __sub__
    __hash__ = int.__hash__


class MyStr(str):
    pass


class MyList(list):
    pass


class MyDict(dict):
    pass


class Odd(list):
    def __len__(self):
        return 77


Point = collections.namedtuple("Point", "x y")


def failure(problem):
    """Its words; a KeyError's are only the key."""
    words = str(problem)
    return "KeyError: " + words if isinstance(problem, KeyError) else words


def worth(number, expression, names):
    case = {"name": "e%d" % number, "expression": expression}
    try:
        case["text"] = printed(eval(expression, globals(), names))
    except Exception as problem:
        case["text"] = failure(problem)
    return case


def tell(names):
    cases = [worth(number, expression, names) for number, expression in enumerate(SAME)]
    for number, (expression, text) in enumerate(REFUSED):
        if PYTHON_2:
            text = text.replace("__bool__", "__nonzero__")
        cases.append({"name": "r%d" % number, "expression": expression, "text": text})
    hang(expressions=cases)


def run():
    job = Job("acme")
    job.next = Job(u"h\xe9llo")
    job.next.next = job
    slotted = Slotted()
    slotted.x = 1
    bare, few = Bare(), Bare()
    few.first = u"x"
    problem = ValueError("x")
    problem.more = 1
    classic = Newer()
    classic.value = 5
    eq, sized, dyn = Eq(), Sized(), Dyn()
    wide = [[number] * 20 for number in range(300)]
    small, zero, neg, big, bigneg, t, f, n = 5, 0, -7, 2**100, -2**70, True, False, None
    fl, nan, inf, one = 1.5, float("nan"), float("inf"), 1.0
    text, empty, uni, astral, latin = "hello", "", u"\u51fd\u6570", u"a\U0001f600b", u"h\xe9"
    by, ba = b"a\xff\x00", bytearray(b"xyz")
    sur = u"\udc80"
    tup, lst, none_list = (1, "a", None), [1, 2, 3, 4, 5], []
    nested = [[1, [2, (3,)]], {"k": [1]}]
    dic = {"key": 1, 2: "two", (1, "a"): "tuple", None: "none", 3.5: "f", 2**80: "big",
           u"\u51fd": "u", True: "yes", frozenset([1]): "fs", job: "job"}
    empty_dict = {}
    ints = dict((i, i * i) for i in range(1000))
    st, fs = {1, "a", None, (1, 2)}, frozenset([2**70, 1.5])
    rng = eval("xrange(3, 30, 4)") if PYTHON_2 else range(3, 30, 4)
    dq = collections.deque([1, "b", 3], 5)
    od = collections.OrderedDict([("z", 1), ("a", 2)])
    dd = collections.defaultdict(list)
    dd["x"] = [1]
    fd = getattr(sys.modules[len.__module__], "frozendict", dict)(a=1, b=[2])
    pt = Point(1, "y")
    myint, mystr, mylist, mydict, odd = MyInt(4), MyStr("sub"), MyList([9, 8]), MyDict(a=1), Odd([1])
    own_int = OwnInt(4)
    lock = threading.Lock()
    evil = [1]
    evil.append(evil)
    dt, dt2 = datetime.date(2020, 1, 2), datetime.date(2020, 1, 2)
    td, td0 = datetime.timedelta(1), datetime.timedelta(0)
    dec, cplx, cplx0 = decimal.Decimal("1.0"), 1j, 0j
    fn, cls, mod = run, Job, sys
    cell = 5

    def inner():
        return cell, job

    tell(locals())
    os.read(0, 1)
    unbound = [wide, own_int]
    unbound += [classic, bare, few, problem, inner, slotted, eq, sized, dyn, small, zero, neg, big,
               bigneg, t, f, n, fl, nan, inf, one, text, empty, uni, astral, latin, by, ba, sur,
               tup, lst, none_list, nested, dic, empty_dict, ints, st, fs, rng, dq, od, dd, fd, pt,
               myint, mystr, mylist, mydict, odd, lock, evil, dt, dt2, td, td0, dec, cplx, cplx0,
               fn, cls, mod]
    return unbound


if __name__ == "__main__":
    run()
