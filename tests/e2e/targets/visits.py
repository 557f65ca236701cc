"""Counts in a file of its own, and visits a function: visits.py short|told [THREADS]

short   each visit takes some 50 microseconds, and is there a twentieth of the time
told    SIGUSR1 makes the main thread stay in the function, or leave it again
Other threads count, too, each in eight bytes of its own, and never visit anything.
"""
import mmap
import signal
import struct
import sys
import tempfile
import threading
import time

import truth

clock = getattr(time, "perf_counter", time.time)
told = [False]


def count(slot):
    at = 8 * slot
    struct.pack_into("=Q", counters, at, struct.unpack_from("=Q", counters, at)[0] + 1)


def marked(seconds):
    until = clock() + seconds
    while clock() < until:
        count(0)


def elsewhere(seconds):
    until = clock() + seconds
    while clock() < until:
        count(0)


def turn(signum, frame):
    told[0] = not told[0]


def beside(slot):
    while True:
        count(slot)
        time.sleep(0.0001)


def main(short, threads):
    for slot in range(1, threads + 1):
        worker = threading.Thread(target=beside, args=(slot,), name="beside")
        worker.daemon = True
        worker.start()
    signal.signal(signal.SIGUSR1, turn)
    truth.say({"fd": None, "counters": file.fileno()})
    while True:
        if short:
            elsewhere(0.001)
            marked(0.00005)
        elif told[0]:
            marked(0.001)
        else:
            elsewhere(0.001)


if __name__ == "__main__":
    file = tempfile.TemporaryFile()
    file.truncate(mmap.PAGESIZE)
    counters = mmap.mmap(file.fileno(), mmap.PAGESIZE)
    main(sys.argv[1] == "short", int(sys.argv[2]) if len(sys.argv) > 2 else 0)
