"""Has loaded the library that it is given."""
import sys

import truth

try:
    import ctypes
except ImportError:
    truth.skip("no ctypes")

if __name__ == "__main__":
    ctypes.CDLL(sys.argv[1])
    truth.park()
