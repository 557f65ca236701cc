"""Values of the standard library's classes whose repr is Python code, or C code of a module."""
import datetime
import decimal
import fractions
import os
import sys
import uuid

from cases import like, own, plain, says

PYTHON_2 = sys.version_info[0] == 2

ENUMS = """
class Color(enum.Enum):
    RED = 1
    GREEN = "two"
    CRIMSON = 1


class Number(enum.IntEnum):
    ONE = 1


class Word(str, enum.Enum):
    FIRST = "first"


class Access(enum.Flag):
    READ = 1
    WRITE = 2
"""

DATACLASSES = """
@dataclasses.dataclass
class Point:
    x: int
    y: object = None


@dataclasses.dataclass
class Derived(Point):
    z: list = dataclasses.field(default_factory=list)
    hidden: int = dataclasses.field(default=5, repr=False)


@dataclasses.dataclass(frozen=True)
class Frozen:
    name: str


@dataclasses.dataclass(repr=False)
class Silent:
    a: int


@dataclasses.dataclass
class Nothing:
    pass


@dataclasses.dataclass
class Later:
    a: int
    b: int = dataclasses.field(init=False)
"""

SLOTTED = """
@dataclasses.dataclass(slots=True)
class Slotted:
    a: int
    b: str
"""


class Zone(datetime.tzinfo):
    def utcoffset(self, when):
        return datetime.timedelta(hours=1)


def dates():
    own("date", datetime.date(2026, 11, 20))
    own("date_first", datetime.date.min)
    own("date_last", datetime.date.max)
    own("datetime_0", datetime.datetime(2026, 11, 20))
    own("datetime_minutes", datetime.datetime(2026, 11, 20, 16, 10))
    own("datetime_seconds", datetime.datetime(2026, 11, 20, 16, 10, 5))
    own("datetime", datetime.datetime(2026, 11, 20, 16, 10, 5, 123456))
    own("datetime_tiny", datetime.datetime(1, 1, 1, 0, 0, 0, 1))
    own("time_0", datetime.time())
    own("time", datetime.time(23, 59, 59, 999999))
    like("datetime_own_zone", datetime.datetime(2026, 1, 2, tzinfo=Zone()),
         r"datetime\.datetime\(2026, 1, 2, 0, 0, "
         r"tzinfo=<values_library\.Zone object at 0x\w+>( \{.*\})?\)")
    for i, words in enumerate([(0,), (1,), (-1,), (0, 1), (0, 0, 1), (1, 2, 3), (-1, 86399, 999999),
                               (999999999,)]):
        own("timedelta_%d" % i, datetime.timedelta(*words))
    if not PYTHON_2:
        zones()


def zones():
    utc, delta = datetime.timezone.utc, datetime.timedelta
    own("timezone_utc", utc)
    own("timezone", datetime.timezone(delta(hours=-5, minutes=-30)))
    own("timezone_named", datetime.timezone(delta(hours=2), "CEST"))
    own("datetime_utc", datetime.datetime(2026, 11, 20, 16, 10, tzinfo=utc))
    own("datetime_fold", datetime.datetime(2026, 10, 25, 2, 30, fold=1))
    own("datetime_utc_fold", datetime.datetime(2026, 10, 25, 2, 30, 1, 2, tzinfo=utc, fold=1))
    own("time_utc", datetime.time(1, 2, tzinfo=utc))
    own("time_fold", datetime.time(1, 2, fold=1))
    own("time_fold_utc", datetime.time(1, 2, tzinfo=utc, fold=1))


def numbers():
    texts = """0 -0 1 -1 0.1 1E+3 1E-7 1E-6 0.000001 0.0000001 123456789.123456789 NaN -NaN sNaN
    NaN123 Infinity -Infinity 1E+1000 -1.50 12345678901234567890123456789012345678901234567890
    0E+5 0.00 0E-10 123E+5 1234567890123456789 12345678901234567890 1.5E-300""".split()
    for i, text in enumerate(texts):
        own("decimal_%d" % i, decimal.Decimal(text))
    own("decimal_digits", decimal.Decimal("9" * 120 + "." + "1" * 60))
    own("fraction", fractions.Fraction(1, 3))
    own("fraction_large", fractions.Fraction(-2**70, 3**50))
    own("uuid", uuid.UUID(int=0x12345678123456781234567812345678))
    own("uuid_small", uuid.UUID(int=1))


def paths():
    """A path's text may be made only when it is first asked for."""
    import pathlib

    own("path", pathlib.Path("/srv/app"))
    own("path_relative", pathlib.PurePosixPath("a/b"))
    own("path_windows", pathlib.PureWindowsPath("c:\\x"))
    own("path_empty", pathlib.Path())
    says("path_unasked", pathlib.Path("/srv") / "app" / "x.py", "PosixPath('/srv/app/x.py')")
    says("path_unasked_parts", pathlib.PurePosixPath("/srv/", "app//", "./y"),
         "PurePosixPath('/srv/app/y')")
    says("path_unasked_quote", pathlib.Path("it's"), 'PosixPath("it\'s")')
    says("path_unasked_root", pathlib.Path("/"), "PosixPath('/')")


def files():
    import io

    own("file_text", open(__file__))
    own("file_standard", sys.stdout)
    own("file_reader", io.open(__file__, "rb"))
    own("file_random", io.open(__file__, "r+b"))
    own("file_writer", io.open(os.dup(1), "wb"))
    own("file_of_descriptor", io.open(os.dup(0), encoding="utf-8"))
    closed = open(__file__)
    closed.close()
    own("file_closed", closed)


def enums():
    import enum

    scope = {"enum": enum, "__name__": "values_library"}
    exec(ENUMS, scope)
    own("enum", scope["Color"].RED)
    own("enum_text", scope["Color"].GREEN)
    own("enum_alias", scope["Color"].CRIMSON)
    own("enum_int", scope["Number"].ONE)
    own("enum_str", scope["Word"].FIRST)
    own("flag", scope["Access"].READ)
    own("enum_class", scope["Color"])
    # The names of its parts are put together by Python code, another in each version.
    like("flag_both", scope["Access"].READ | scope["Access"].WRITE, r"<Access\.?.*: 3>")
    like("flag_none", scope["Access"](0), r"<Access.*: 0>")
    own("enum_in_dict", {scope["Color"].RED: [scope["Color"].GREEN]})


def dataclass():
    import dataclasses

    scope = {"dataclasses": dataclasses, "__name__": "values_library"}
    exec(DATACLASSES, scope)
    own("dataclass", scope["Point"](1, "two"))
    own("dataclass_nested", scope["Point"](scope["Point"](0), [scope["Frozen"]("n")]))
    own("dataclass_derived", scope["Derived"](1, 2))
    own("dataclass_frozen", scope["Frozen"]("name"))
    own("dataclass_empty", scope["Nothing"]())
    plain("dataclass_silent", scope["Silent"](1), "a=1")
    says("dataclass_unset", scope["Later"](1), "Later(a=1, b=<unbound>)")
    ring = own("dataclass_cyclic", scope["Point"](1))
    ring.y = ring
    if sys.version_info >= (3, 10):
        exec(SLOTTED, scope)
        own("dataclass_slots", scope["Slotted"](1, "b"))


def fill():
    dates()
    numbers()
    files()
    if not PYTHON_2:
        paths()
        enums()
    if sys.version_info >= (3, 7):
        dataclass()
