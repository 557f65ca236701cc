"""Rows of stacks that cannot be: chimeras of two chains, names of functions that are gone."""
from .chains import call_lines, count_impossible, count_wrong_names
from .context import Missing, Scratch
from .figures import Result
from .row import ALL, FEW, Row
from .shares import read_stacks
from .target import Target

LOOPS = [50, 500, 5000, 50000]
FAST_US = 100  # between two samples: many in a short time


def ours(context, mode):
    def sample(target, count, path):
        """Stacks; how many samples were taken; how many were dropped."""
        stats = context.sample(target.pid, 3600, FAST_US, mode, False, path, count)
        dropped = stats["torn"] + stats["failed"]
        return read_stacks(path)[0], stats["taken"], dropped
    return sample


def theirs(context, peer):
    def sample(target, count, path):
        """A peer is not asked for a count: it gets some seconds."""
        seconds = 2 if context.options.quick else 10
        stacks = peer.sample(context, target.pid, seconds, FAST_US, path)
        return stacks.counts, stacks.total, stacks.lost
    return sample


def samplers(context, python):
    found = [("ours, exact", "0 of 100,000", ours(context, "exact")),
             ("ours, nonstop", "0", ours(context, "nonstop"))]
    return found + [(peer.name, "", theirs(context, peer)) for peer in context.peers
                    if peer.samples and peer.reads(python)]


def chimeras(where):
    def measure(context, python):
        count = 4000 if context.options.quick else 100000
        title = "two chains of 2 µs … 1.2 ms, %s thread" % where
        results = {}
        for loops in LOOPS:
            with Target(python, "chains", loops, where) as target, Scratch() as scratch:
                lines = call_lines(target.text)
                for who, bar, function in samplers(context, python):
                    try:
                        seen = function(target, count, scratch.path("stacks"))
                    except Missing as missing:
                        context.leave_out("%s, %s, %s: %s" % (title, python.label, who, missing))
                        continue
                    results.setdefault((who, bar), []).append((loops, seen, lines))
        for (who, bar), seen in results.items():
            add(context, python, title, who, bar, seen)
    return measure


def add(context, python, title, who, bar, seen):
    """One line for all lengths of chains: the share of chimeras at each."""
    wrong = [count_impossible(stacks, lines) for _, (stacks, _, _), lines in seen]
    taken = [total for _, (_, total, _), _ in seen]
    dropped = [lost for _, (_, _, lost), _ in seen]
    share = [100 * bad / total for bad, total in zip(wrong, taken)]
    context.say("    loops %s: chimeras %s of %s, dropped %s" % (
        [loops for loops, _, _ in seen], wrong, taken, dropped))
    context.add(Result("%s: chimeras, %s" % (title, who), python, share, "%", bar=bar,
                       each=True))
    if "nonstop" in who:
        torn = [100 * lost / (lost + total) for lost, total in zip(dropped, taken)]
        context.add(Result("%s: dropped as torn, %s" % (title, who), python, torn, "%",
                           each=True))


def names(context, python):
    """A program that creates and drops functions all the time."""
    seconds = context.seconds(20)
    for mode in ("exact", "nonstop"):
        with Target(python, "functions") as target, Scratch() as scratch:
            path = scratch.path("stacks")
            stats = context.sample(target.pid, seconds, FAST_US, mode, False, path)
            wrong, examples = count_wrong_names(path)
        context.say("    %d of %d wrong %s; early %d KiB, at the end %d KiB" % (
            wrong, stats["taken"], examples[:3], stats["early_kb"], stats["rss_kb"]))
        title = "functions made and dropped, %s: " % mode
        context.add(Result(title + "wrong names", python, [wrong], "", bar="0"),
                    Result(title + "memory", python, [stats["rss_kb"] / 1024], "MiB",
                           [stats["early_kb"] / 1024], "after a quarter", "no growth"))


ROWS = [
    Row("chimeras-main", "chimeras, main thread", ALL, chimeras("main")),
    Row("chimeras-other", "chimeras, another thread", ALL, chimeras("other")),
    Row("names", "names of functions that are dropped", FEW, names),
]
