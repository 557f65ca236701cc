"""Rows of one-shot dumps: time, pause, memory."""
import json
import time

from .context import Missing, Scratch
from .figures import Result, in_turn
from .row import FEW, Row
from .target import Target

BARS = {"wall": "≤ 4 ms", "pause": "≤ 0.3 ms", "pause50": "≤ 5 ms", "memory": "≤ 8 MB"}
GAP, ASK, ANSWER = 1, 2, 3  # slots of targets/gaps.py


def dump_words(context, pid):
    return [context.tool, "-p", str(pid), "-d"]


def dump_peers(context, python):
    return [peer for peer in context.peers if peer.dumps and peer.reads(python)]


def wall(context, target, words):
    return lambda: context.once(*words)["wall_ns"] / 1e6


def add_walls(context, python, title, target, count, bar):
    """Ours in turn with each peer; a peer that fails is left out."""
    ours = wall(context, target, dump_words(context, target.pid))
    ours()  # what is cold the first time
    found = False
    for peer in dump_peers(context, python):
        try:
            fast = peer.name == "austin"
            theirs = wall(context, target, peer.dump_words(target.pid))
            lists = in_turn(context.count(count if fast else count // 4), ours, theirs)
        except Missing as missing:
            context.leave_out("%s, %s: %s" % (title, python.label, missing))
            continue
        found = True
        context.add(Result(title, python, lists[0], "ms", lists[1], peer.name, bar))
    if not found:
        context.add(Result(title, python, in_turn(context.count(count), ours)[0], "ms", bar=bar))


def wall_one(context, python):
    with Target(python, "deep", 5) as target:
        add_walls(context, python, "dump of one thread, exec to exit", target, 40, BARS["wall"])


def wall_many(context, python):
    with Target(python, "threads", 20, 30, 20) as target:
        add_walls(context, python, "dump of 20 threads × 30, exec to exit", target, 40, "")


def dumped(context, target):
    """One dump, decoded."""
    with Scratch() as scratch:
        path = scratch.path("dump")
        context.once(*dump_words(context, target.pid), "--format", "json", output=path)
        with open(path, encoding="utf-8") as file:
            return json.load(file)


def add_pauses(context, python, title, target, bar):
    values = [dumped(context, target)["pause_us"] / 1000 for _ in range(context.count(40))]
    context.add(Result(title + ", pause as it says", python, values, "ms", bar=bar))


def pause_one(context, python):
    with Target(python, "deep", 5) as target:
        add_pauses(context, python, "dump of one thread", target, BARS["pause"])


def pause_fifty(context, python):
    with Target(python, "threads", 50, 50, 50) as target:
        add_pauses(context, python, "dump of 50 threads × 50", target, BARS["pause50"])


def longest_gap(target, action):
    """The longest time in ms that the target lost while the action ran."""
    wish = target.slot(ASK) + 1
    target.set_slot(ASK, wish)
    until = time.monotonic() + 10
    while target.slot(ANSWER) != wish and time.monotonic() < until:
        time.sleep(0.001)
    action()
    return target.slot(GAP) / 1e6


def gap(context, python):
    """The pause as the target feels it: a busy machine makes gaps of its own."""
    title = "dump of one thread, longest gap in the target"
    with Target(python, "gaps") as target:
        def ours():
            context.once(*dump_words(context, target.pid))
        for peer in dump_peers(context, python):
            words = peer.dump_words(target.pid)
            try:
                lists = in_turn(context.count(20), lambda: longest_gap(target, ours),
                                lambda: longest_gap(target, lambda: context.once(*words)))
            except Missing as missing:
                context.leave_out("%s, %s: %s" % (title, python.label, missing))
                continue
            context.add(Result(title, python, lists[0], "ms", lists[1], peer.name,
                               relative=False))


def memory(context, python):
    title = "dump of 50 threads × 50, peak memory"
    with Target(python, "threads", 50, 50, 1) as target:
        def peak(words):
            return lambda: context.once(*words)["rss_kb"] / 1024
        ours = peak(dump_words(context, target.pid))
        added = False
        for peer in dump_peers(context, python):
            try:
                lists = in_turn(context.n, ours, peak(peer.dump_words(target.pid)))
            except Missing as missing:
                context.leave_out("%s, %s: %s" % (title, python.label, missing))
                continue
            added = True
            context.add(Result(title, python, lists[0], "MiB", lists[1], peer.name,
                               BARS["memory"]))
        if not added:
            context.add(Result(title, python, in_turn(context.n, ours)[0], "MiB",
                               bar=BARS["memory"]))


ROWS = [
    Row("dump-wall", "dump of one thread, exec to exit", FEW, wall_one),
    Row("dump-wall-threads", "dump of 20 threads × 30, exec to exit", FEW, wall_many),
    Row("dump-pause", "pause of a dump of one thread", FEW, pause_one),
    Row("dump-pause-50", "pause of a dump of 50 threads × 50", FEW, pause_fifty),
    Row("dump-gap", "pause of a dump, as the target feels it", FEW[2:], gap),
    Row("dump-memory", "memory of a dump of 50 threads × 50", FEW, memory),
]
