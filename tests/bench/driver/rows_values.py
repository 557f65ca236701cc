"""Rows of values: all variables of many frames, and some of a large dict."""
import json

from .context import Scratch
from .figures import Result
from .row import FEW, Row
from .target import Target

BARS = {"full": "≤ 50 ms", "items": "≤ 1 ms"}
TIMES = 2000

# The frame of main() is the one that has the dict; each text is of a look of its own.
CODE = """local frame = assert(pf.process():dump()).threads[1][1]
while frame and frame.name ~= "main" do frame = frame:older() end
for i = 1, %d do assert(assert(frame:eval("big")):format{ elements = 10 }) end"""


def dumped(context, target):
    with Scratch() as scratch:
        path = scratch.path("dump")
        context.once(context.tool, "-p", str(target.pid), "-d", "--locals", "--format", "json",
                     output=path)
        with open(path, encoding="utf-8") as file:
            dump = json.load(file)
    frames = [frame for thread in dump["threads"] for frame in thread["frames"]]
    if len(frames) < 2500 or any(frame["locals"] is None for frame in frames):
        raise RuntimeError("%d frames, some without variables" % len(frames))
    return dump


def full(context, python):
    with Target(python, "values", 50, 50, 0) as target:
        dumped(context, target)
        pauses = [dumped(context, target)["pause_us"] / 1000 for _ in range(context.n)]
    context.add(Result("-d --locals of 50 threads × 50, pause as it says", python, pauses, "ms",
                       bar=BARS["full"]))


def seconds(context, target, times):
    words = [context.tool, "-p", str(target.pid), "-batch", "-nx", "-e", CODE % times]
    return context.once(*words)["wall_ns"] / 1e9


def some_items(context, python):
    with Target(python, "values", 0, 0, 3000000) as target:
        times = [(seconds(context, target, TIMES + 1) - seconds(context, target, 1)) / TIMES
                 for _ in range(context.n)]
    context.add(Result("10 items of a dict of 3 million, in a look of their own", python,
                       [time * 1000 for time in times], "ms", bar=BARS["items"]))


ROWS = [
    Row("full", "-d --locals of 50 threads × 50", FEW, full),
    Row("items", "10 items of a dict of 3 million", FEW, some_items),
]
