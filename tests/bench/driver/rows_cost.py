"""Rows of what sampling costs: us, and the target."""
from .context import Missing
from .figures import Result, in_turn
from .row import FEW, NEWER, OLDER, Row
from .target import Target

WAYS = ["other", "spin", "same", "urgent"]
KHZ_US = 1000


def per_sample_us(stats):
    """CPU of the whole program for a sample that was kept."""
    if not stats["taken"]:
        raise Missing("no sample was taken")
    return stats["cpu_ns"] / stats["taken"] / 1000


def nonstop(depth, which, bar):
    """Sampling without stopping at full speed, beside the bare reads: of one page, or of all."""
    title = "nonstop, depth %d, at full speed: CPU per sample" % depth
    names = {"page": "a bare read of 4 KiB", "once": "bare reads of what is needed",
             "all": "bare reads of all bytes"}

    def measure(context, python):
        seconds = context.seconds(2)
        with Target(python, "deep", depth) as target:
            stats, bare = in_turn(
                context.n, lambda: context.sample(target.pid, seconds, 0, "nonstop"),
                lambda: context.helper("bare", target.pid, "read", seconds / 2))
        ours = [per_sample_us(one) for one in stats]
        for key in which:
            beside = [one[key]["mean_ns"] / 1000 for one in bare]
            context.add(Result(title, python, ours, "µs", beside, names[key],
                               bar if key != "once" else ""))
        spans = bare[-1]["all"]
        torn = [100 * one["torn"] / (one["taken"] + one["torn"]) for one in stats]
        context.add(Result("nonstop, depth %d: torn" % depth, python, torn, "%"))
        context.say("    %d spans, %d bytes" % (spans["spans"], spans["bytes"]))
    return measure


def best_way(context, target, seconds):
    """The way of the bare loop that costs the least here and now."""
    costs = {}
    for way in WAYS:
        try:
            one = context.helper("bare", target.pid, "stop", seconds, KHZ_US, way)
            costs[way] = one["cpu_ns"] / one["samples"]
            context.say("    bare %s: %.1f µs CPU, %.1f µs pause, %d samples" % (
                way, costs[way] / 1000, one["pause_ns"] / 1000, one["samples"]))
        except Missing as missing:
            context.leave_out("bare loop, way %s: %s" % (way, missing))
    if not costs:
        raise Missing("no bare loop runs")
    return min(costs, key=costs.get)


def exact_cost(context, python):
    title = "exact, depth 5, 1 kHz: CPU per sample"
    seconds = context.seconds(3)
    with Target(python, "deep", 5) as target:
        way = best_way(context, target, seconds)
        stats, bare = in_turn(
            context.n, lambda: context.sample(target.pid, seconds, KHZ_US),
            lambda: context.helper("bare", target.pid, "stop", seconds, KHZ_US, way))
    context.add(
        Result(title, python, [per_sample_us(one) for one in stats], "µs",
               [one["cpu_ns"] / one["samples"] / 1000 for one in bare],
               "bare stop, " + way, "≤ 1.5"),
        Result("exact, depth 5, 1 kHz: mean pause", python,
               [one["pause_ns"] / one["taken"] / 1000 for one in stats], "µs",
               [one["pause_ns"] / 1000 for one in bare], "bare stop, " + way),
        Result("exact, depth 5, 1 kHz: lost of 1,000", python,
               [lost_per_thousand(one) for one in stats], ""))


def lost_per_thousand(stats):
    lost = stats["late"] + stats["torn"] + stats["failed"]
    return 1000 * lost / (stats["taken"] + lost)


def sweeps(title, words, bar):
    """All threads, at 1 kHz: what a sweep costs, and how many there are."""
    def measure(context, python):
        seconds = context.seconds(3)
        with Target(python, "threads", *words) as target:
            stats, bare = in_turn(
                context.n, lambda: context.sample(target.pid, seconds, KHZ_US, "exact", True),
                lambda: context.helper("bare", target.pid, "read", seconds / 3, "threads"))
        context.add(
            Result(title + ": CPU per sweep", python, [per_sample_us(one) for one in stats], "µs",
                   [one["once"]["mean_ns"] / 1000 for one in bare], "bare reads of what is needed",
                   bar),
            Result(title + ": sweeps a second", python,
                   [one["taken"] / one["elapsed_ns"] * 1e9 for one in stats], "", bar="1,000"),
            Result(title + ": stacks a sweep", python,
                   [one["rows"] / max(1, one["taken"]) for one in stats], ""),
            Result(title + ": lost of 1,000", python, [lost_per_thousand(one) for one in stats],
                   ""))
    return measure


ROWS = [
    Row("nonstop-5", "nonstop, depth 5", FEW, nonstop(5, ["page", "once", "all"], "≤ 2.5 (page)")),
    Row("nonstop-200", "nonstop, depth 200", NEWER, nonstop(200, ["all", "once"], "≤ 2")),
    Row("nonstop-200-old", "nonstop, depth 200", OLDER, nonstop(200, ["all", "once"], "≤ 4")),
    Row("exact-cost", "exact, 1 kHz, CPU", FEW, exact_cost),
    Row("exact-threads", "exact, 20 threads × 30, 1 kHz", FEW,
        sweeps("exact, 20 threads × 30, 1 kHz", (20, 30, 20), "≤ 100 µs")),
    Row("exact-idle", "exact, 64 idle threads and 1 busy, 1 kHz", FEW,
        sweeps("exact, 64 idle threads and 1 busy, 1 kHz", (65, 10, 1), "")),
]
