"""Many threads: crowd.py COUNT DEPTH busy|making|idle

With idle ones, the main thread alone computes.
"""
import os
import sys
import threading

import truth

gate = os.pipe()


def wait(depth):
    if depth:
        wait(depth - 1)
    else:
        os.read(gate[0], 1)


def spin(depth):
    if depth:
        spin(depth - 1)
    while True:
        for _ in range(1000):
            pass


def make(depth):
    if depth:
        make(depth - 1)
    while True:
        [].append(())


def main(count, depth, kind):
    sys.setrecursionlimit(depth + 1000)
    threading.stack_size(1 << 18 if depth < 500 else 1 << 26)
    work = {"busy": spin, "making": make, "idle": wait}[kind]
    for _ in range(count):
        worker = threading.Thread(target=work, args=(depth,))
        worker.daemon = True
        worker.start()
    truth.say({"fd": None})
    spin(2)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
