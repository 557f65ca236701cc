"""None, truth values, ints of every size, floats and complex numbers."""
import sys

from cases import own, says

INTS = (0, 1, -1, 5, -5, -6, 255, 256, 257, -257, 2**15 - 1, 2**15, 2**29, 2**30 - 1, 2**30,
        2**30 + 1, -2**30, 2**31 - 1, 2**31, -2**31, 2**32, 10**9, 10**18, 2**59, 2**60 - 1,
        2**60, 2**60 + 1, -2**60, 2**62, 2**63 - 1, 2**63, -2**63, -2**63 - 1, 2**64 - 1, 2**64,
        2**89, 2**90, 2**90 - 1, 2**100, -2**100, 3**100, 10**27, 10**28, 10**100, -10**100,
        7**300, 10**1000, 2**4000 + 1)
FLOATS = (0.0, -0.0, 1.0, -1.5, 0.1, 0.5, 1 / 3.0, 2 / 3.0, 1e15, 1e16, 1e17, 1e-4, 1e-5, 1e22,
          1e23, 123456789.125, 9007199254740993.0, 5e-324, 2.2250738585072014e-308,
          1.7976931348623157e308, 3.141592653589793, 100.0, 12345678901234567890.0,
          float("inf"), float("-inf"), float("nan"), 0.30000000000000004, 1e100, 4.35)
COMPLEX = (1j, 0j, 1 + 2j, -1 - 2j, complex(-0.0, 1), complex(0, -0.0), complex(-0.0, -0.0),
           complex(0.1, 1e16), complex(float("nan"), float("inf")), complex(1, float("-inf")),
           1.5 + 0j)


class Number(int):
    pass


class Real(float):
    pass


def fill():
    own("none", None)
    own("true", True)
    own("false", False)
    own("ellipsis", Ellipsis)
    own("not_implemented", NotImplemented)
    for i, value in enumerate(INTS):
        own("int_%d" % i, value)
    for i, value in enumerate(FLOATS):
        own("float_%d" % i, value)
    for i, value in enumerate(COMPLEX):
        own("complex_%d" % i, value)
    own("int_2_to_100", 2**100)
    own("int_least", -2**63)
    says("int_5000_digits", 10**5000, "1" + "0" * 5000 + ("L" if sys.version_info[0] == 2 else ""))
    own("int_subclass", Number(7))
    own("int_subclass_large", Number(-2**62))
    own("float_subclass", Real(0.1))
    own("an_object", object())
    if sys.version_info[0] == 2:
        long = type(2**64)
        own("long_zero", long(0))
        own("long_small", long(-7))
        own("int_largest", sys.maxsize)
        own("int_minimum", -sys.maxsize - 1)
