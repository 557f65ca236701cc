"""Two threads that count, in functions that they enter when standard input says so.

A line "first" or "second" makes that thread enter or leave marked(). Each counts in eight bytes
of a file of its own, whose number stands in the first line of output.
"""
import mmap
import os
import struct
import sys
import tempfile
import threading
import time

inside = {"first": False, "second": False}
file = tempfile.TemporaryFile()
file.truncate(mmap.PAGESIZE)
counters = mmap.mmap(file.fileno(), mmap.PAGESIZE)


def count(slot):
    struct.pack_into("=Q", counters, 8 * slot, struct.unpack_from("=Q", counters, 8 * slot)[0] + 1)


def marked(name, slot):
    while inside[name]:
        count(slot)
        time.sleep(0)


def elsewhere(name, slot):
    while not inside[name]:
        count(slot)
        time.sleep(0)


def live(name, slot):
    while True:
        elsewhere(name, slot)
        marked(name, slot)


for number, thread_name in enumerate(sorted(inside)):
    threading.Thread(target=live, args=(thread_name, number), name=thread_name,
                     daemon=True).start()
print("visiting", os.getpid(), file.fileno(), flush=True)
for line in sys.stdin:
    inside[line.strip()] = not inside[line.strip()]
os._exit(0)
