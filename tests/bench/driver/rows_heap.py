"""Rows of the heap: counting millions of objects by type."""
import json

from .context import Scratch
from .figures import Result
from .row import Row
from .target import Target

OBJECTS = 5000000
BARS = {"wall": "≤ 3,000 ms", "pause": "≤ 50 ms", "memory": "≤ 64 MB"}
SLACK = 0.1  # what others refer to stays

CODE = """local heap = assert(pf.process():heap())
print(('{"count": %d, "longest_ns": %d, "pauses": %d}'):format(
  heap.count, heap.longest_pause_ns, heap.pauses))"""


def counted(context, target):
    """What a heap says of itself."""
    with Scratch() as scratch:
        path = scratch.path("heap")
        context.once(context.tool, "-p", str(target.pid), "-batch", "-nx", "-e", CODE, output=path)
        with open(path, encoding="utf-8") as file:
            heap = json.load(file)
    if abs(heap["count"] - OBJECTS) > OBJECTS * SLACK:
        raise RuntimeError("%d objects instead of %d" % (heap["count"], OBJECTS))
    return heap


def heap_of_millions(context, python):
    title = "heap of 5 million objects"
    with Target(python, "heap", OBJECTS) as target:
        words = [context.tool, "-p", str(target.pid), "-batch", "-nx", "-ex", "heap"]
        context.once(*words)  # what is cold the first time
        runs = [context.once(*words) for _ in range(context.n)]
        pauses = [counted(context, target)["longest_ns"] / 1e6 for _ in range(context.n)]
    context.add(Result(title + ", exec to exit", python, [run["wall_ns"] / 1e6 for run in runs],
                       "ms", bar=BARS["wall"]),
                Result(title + ", longest pause as it says", python, pauses, "ms",
                       bar=BARS["pause"]),
                Result(title + ", peak memory", python, [run["rss_kb"] / 1024 for run in runs],
                       "MiB", bar=BARS["memory"]))


ROWS = [
    Row("heap", "heap of 5 million objects", [(2, 7), (3, 11), (3, 15)], heap_of_millions),
]
