# -*- coding: utf-8 -*-
"""array.array with items of every type."""
import array
import sys

from cases import like, own

PYTHON_2 = sys.version_info[0] == 2
LIMITS = {"b": (-128, 127), "h": (-2**15, 2**15 - 1), "i": (-2**31, 2**31 - 1),
          "l": (-2**63, 2**63 - 1), "q": (-2**63, 2**63 - 1),
          "B": (0, 255), "H": (0, 2**16 - 1), "I": (0, 2**32 - 1), "L": (0, 2**64 - 1),
          "Q": (0, 2**64 - 1)}

FLOATS = [0.1, -1.5, float("inf"), float("nan"), 1e4, 6e-8, -0.0]


class Array(array.array):
    pass


def arrays():
    codes = getattr(array, "typecodes", "cbBuhHiIlLfd")
    for code in codes:
        own("array_empty_" + code, array.array(code))
        if code in LIMITS:
            own("array_" + code, array.array(code, (0, 1) + LIMITS[code]))
        elif code in "efd":
            own("array_" + code, array.array(code, FLOATS))
        elif code in ("Zf", "Zd"):
            own("array_" + code, array.array(code, [1j, 1 + 2j, -0.0 - 1j, 0.1]))
    own("array_text", array.array("u", u"it's \u1234 \x00"))
    if "w" in codes:
        own("array_wide", array.array("w", u"it's \U0001f600 \"x\""))
    if PYTHON_2:
        own("array_characters", array.array("c", b"ab\x00'\xff"))
    own("array_subclass", Array("i", [1, 2]))
    like("array_long", array.array("i", range(1000)), r"array\('i', \[0, 1, .*, 199\.\.\.\]\)")


def fill():
    arrays()
