# -*- coding: utf-8 -*-
"""Text in each of its shapes, bytes, and what a terminal must not get."""
import ctypes
import sys

from cases import cut, more, own, says

PYTHON_2 = sys.version_info[0] == 2

TEXTS = {
    "empty": u"",
    "letter": u"a",
    "ascii": u"plain words",
    "latin_unter": u"ünter",
    "latin_hello": u"héllo",
    "latin_one": u"ÿ",
    "bmp": u"函数",
    "bmp_mixed": u"a函ü数 end",
    "astral": u"🐍",
    "astral_mixed": u"aü函🐍",
    "escape": u"\x1b[2J\x1b[31mred",
    "controls": u"".join(map(chr if not PYTHON_2 else unichr, range(32))),
    "newline": u"a\nb\tc\rd",
    "single": u"it's",
    "double": u'say "a"',
    "both": u"it's \"both\"",
    "backslash": u"a\\b\\",
    "nul": u"a\0b\0",
    "only_nul": u"\0",
    "delete": u"\x7f",
    "c1": u"\x80\x9b31m\x9f",
    "no_break": u"a\xa0b",
    "soft_hyphen": u"a\xadb",
    "separators": u"\u2028\u2029",
    "zero_width": u"a\u200bb\u200e\u202ec",
    "ideographic_space": u"a\u3000b",
    "private": u"\ue000",
    "byte_order_mark": u"\ufeffa",
    "not_a_character": u"\uffff",
    "combining": u"e\u0301",
    "exactly_limit": u"0123456789" * 20,
    "looks_cut": u"a...",
}
LONG = {
    "over_limit": u"0123456789" * 20 + u"x",
    "2000": u"ab" * 1000,
    "4096": u"x" * 4096,
    "4097": u"x" * 4097,
    "100000": u"long " * 20000,
    "4096_latin": u"é" * 4096,
    "4096_bmp": u"函" * 4096,
    "4096_astral": u"🐍" * 4096,
    "4096_escapes": u"\x1b" * 4096,
    "late_wide": u"a" * 300 + u"🐍",
}
BYTES = {
    "empty": b"",
    "ascii": b"plain",
    "high": b"\x00\x01\x7f\x80\xff",
    "utf8": u"ünter 函".encode("utf-8"),
    "newline": b"a\nb\tc\rd\x1b[2J",
    "single": b"it's",
    "double": b'say "a"',
    "both": b"it's \"both\"",
    "backslash": b"a\\b",
    "exactly_limit": b"0123456789" * 20,
}
LONG_BYTES = {"over_limit": b"0123456789" * 20 + b"x", "4096": b"x" * 4096,
              "3000_high": b"\xff" * 3000}


class Text(str):
    """Not compact: its characters are elsewhere."""


class Bytes(bytes):
    pass


def surrogates():
    """Halves that are no pair: a narrow build's pairs are characters, so these have none."""
    own("surrogate_high", u"a\ud800b")
    own("surrogate_low", u"\udcff")
    own("surrogates_reversed", u"\udc00\ud800")
    own("surrogate_wide", u"🐍\ud800")
    if not PYTHON_2:
        own("surrogate_escaped", b"/tmp/\xff\xfe".decode("utf-8", "surrogateescape"))
        own("surrogates_pair", "\ud83d" + "\udc0d")


def subclasses():
    more("str_subclass", Text("own"))
    more("str_subclass_empty", Text(""))
    more("bytes_subclass", Bytes(b"own\xff"))
    if not PYTHON_2:
        more("str_subclass_latin", Text(u"ünter"))
        more("str_subclass_bmp", Text(u"函数"))
        more("str_subclass_astral", Text(u"🐍"))


def old_api():
    """Until 3.11 text can have its characters elsewhere, and not be ready."""
    make = getattr(ctypes.pythonapi, "PyUnicode_FromUnicode", None)
    if make and not PYTHON_2:
        make.restype, make.argtypes = ctypes.py_object, [ctypes.c_wchar_p, ctypes.c_ssize_t]
        own("str_old_api", make(u"von früher", 10))
        old = make(u"nicht fertig", 12)
        says("str_not_ready", old, "'nicht fertig'")


def arrays():
    own("bytearray_empty", bytearray())
    own("bytearray", bytearray(b"it's \"both\" \x00\xff"))
    shifted = own("bytearray_shifted", bytearray(b"0123456789"))
    del shifted[:3]
    emptied = own("bytearray_emptied", bytearray(b"0123456789"))
    del emptied[:]
    says("bytearray_long", bytearray(b"x" * 4096), "bytearray(b'%s'...)" % ("x" * 200))
    own("memoryview", memoryview(b"seen"))
    released = memoryview(b"released")
    if hasattr(released, "release"):
        released.release()
    own("memoryview_released", released)


def fill():
    for name, value in TEXTS.items():
        own("text_" + name, value)
    for name, value in LONG.items():
        says("text_" + name, value, cut(value))
    for name, value in BYTES.items():
        own("bytes_" + name, value)
    for name, value in LONG_BYTES.items():
        says("bytes_" + name, value, cut(value))
    own("text_joined", u"".join([u"made", u" at ", u"run time"]))
    surrogates()
    subclasses()
    old_api()
    arrays()
