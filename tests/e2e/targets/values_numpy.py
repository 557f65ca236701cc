"""numpy's arrays and numbers, which the tool reads without numpy."""
import sys

import cases
import truth
from cases import like, own, says

try:
    import numpy
except ImportError:
    truth.skip("numpy is not installed")

ARRAY = "<numpy.ndarray shape=%s dtype=%s>"
CODES = "? i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 >i4 >f8".split()


def shown(name, array, shape, rest):
    says("array_" + name, array, ARRAY % (shape, rest))


def arrays():
    for code in CODES:
        array = numpy.array([0, 1, 2]).astype(code)
        shown(code.strip("?>") or "bool" if code[0] != ">" else "big_" + code[1:], array, "(3,)",
              "%s %s" % (array.dtype, array.tolist()))
    grid = numpy.arange(6.0).reshape(2, 3)
    shown("grid", grid, "(2, 3)", "float64 [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]")
    shown("turned", grid.T, "(3, 2)", "float64 [0.0, 3.0, 1.0, 4.0, 2.0, 5.0]")
    shown("reversed", numpy.arange(3)[::-1], "(3,)", "int64 [2, 1, 0]")
    shown("single", numpy.array(5), "()", "int64 [5]")
    shown("empty", numpy.zeros((0, 3)), "(0, 3)", "float64 []")
    shown("text", numpy.array(["ab", "c'"]), "(2,)", "<U2 ['ab', \"c'\"]")
    shown("bytes", numpy.array([b"ab", b"c"]), "(2,)", "|S2 [b'ab', b'c']")
    own("dtype", grid.dtype)
    like("array_objects", numpy.array([None, [1]], dtype=object),
         r"<numpy\.ndarray shape=\(2,\) dtype=object \[None, <list object at 0x\w+>\]>")
    like("array_large", numpy.zeros(10 ** 6, dtype="u1"),
         r"<numpy\.ndarray shape=\(1000000,\) dtype=uint8 \[(0, ){199}0\.\.\.\]>")


def numbers():
    for name, value in (("int64", -5), ("uint8", 200), ("float64", 1.5), ("float32", 0.5),
                        ("float16", 0.5)):
        says(name, getattr(numpy, name)(value), "np.%s(%s)" % (name, value))
    says("true", numpy.bool_(True), "np.True_")
    says("complex", numpy.complex128(1 + 2j), "np.complex128(1+2j)")
    says("text", numpy.str_("it"), "'it'")
    says("bytes", numpy.bytes_(b"it"), "b'it'")


def fill():
    arrays()
    numbers()


if __name__ == "__main__":
    fill()
    cases.show(sys.argv[1:])
