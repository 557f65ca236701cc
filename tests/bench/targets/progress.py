"""What every target begins with: a page shared with the driver, to count and to mark in.

The driver puts this in front of the target's own text. The page is laid out so:

byte 0          what is being done right now: see marks in shares.py of the driver
bytes 64 on     64-bit counters, by slot; the last slot says that the target is ready
"""
import mmap
import struct
import sys
import threading
import time

page = mmap.mmap(int(sys.argv[1]), 4096)
arguments = sys.argv[2:]
put = struct.Struct("q").pack_into  # put(page, BASE + 8 * slot, count)
BASE, READY = 64, 4096 - 8
MARKS = [chr(mark) if sys.version_info[0] == 2 else mark for mark in range(16)]
CHUNK = 200  # rounds of an empty loop between two counts


def ready():
    put(page, READY, 1)


def spin(at):
    """Computes for ever."""
    done = 0
    while True:
        i = 0
        while i < CHUNK:
            i += 1
        done += 1
        put(page, at, done)


def descend(depth, function, *values):
    """Calls the function below so many frames of this one."""
    if depth > 1:
        descend(depth - 1, function, *values)
    else:
        function(*values)
