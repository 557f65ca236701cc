"""Sampling: whether every stack could exist, and whether shares are true."""
import math
import re
import signal

from .motion_checks import chain_problem
from .outcome import expect
from .sampled import few_failed, sample

LOOPS = (0, 300, 4000, 40000)  # chains of about 2, 12, 120 and 1,200 microseconds
FALSE_ALARM = 1e-6


def check_chains(where, loops, mode):
    """No sample mixes two chains, nor has a caller at a line that does not call."""
    def check(context):
        with context.start("chains", str(loops), where) as target:
            sampled = sample(context, target.pid, mode, "samples", context.counts["sample"],
                             "interval-us", 200)
            lines = target.truth["lines"]
            found = [(frames, count) for frames, _, count in sampled.of_state("gil")
                     if any(frame["file"] == "<chains>" for frame in frames)]
            wrong = [(problem, count) for frames, count in found
                     for problem in [chain_problem(frames, lines)] if problem]
            expect(not wrong, "%d of %d samples: %s", sum(count for _, count in wrong),
                   sampled.stats["taken"], wrong[:1])
            few_failed(sampled)
            if mode == "exact":
                expect(sampled.stats["torn"] == 0, "%r", sampled.stats)
            share = sum(count for _, count in found) / float(sampled.stats["taken"])
            expect(share > 0.5, "few samples of the chains: %r", sampled.states())

    return check


# On a busy machine a target is off the processor for milliseconds at a time, and all the samples of
# such a time are one and the same: so many samples count as one that is independent.
CLUSTER = 16


def distance_bound(shares, samples):
    """How far this many samples may be from the truth, in total variation.

    The expected distance is at most half the sum of the deviations of each share; it is exceeded
    by t with a probability of at most exp(-2 count t^2), since one sample changes it by at most
    1/count (McDiarmid).
    """
    count = samples / CLUSTER
    expected = sum(math.sqrt(share * (1 - share) / count) for share in shares) / 2
    return expected + math.sqrt(math.log(1 / FALSE_ALARM) / (2 * count))


def distance(shares, others):
    return sum(abs(share - other) for share, other in zip(shares, others)) / 2


def check_methods(context):
    """Methods that do the same are sampled as often as they are called."""
    with context.start("shares", "methods") as target:
        sampled = sample(context, target.pid, "samples", context.counts["sample"] * 4,
                         "interval-us", 250)
    weights = target.truth["weights"]
    newest = sampled.newest()
    counts = [newest.get(name, 0) for name in sorted(weights)]
    total, whole = float(sum(counts)), float(sum(weights.values()))
    expect(total > 0, "no method was sampled: %r", newest)
    shares = [weights[name] / whole for name in sorted(weights)]
    seen = [count / total for count in counts]
    far, bound = distance(shares, seen), distance_bound(shares, total)
    # Methods with one body are not quite equal: where their code lies matters to caches.
    expect(far <= bound + 0.01, "total variation %.4f, bound %.4f + 0.01: %r, must be %r",
           far, bound, seen, shares)


def ask(target):
    target.signal(signal.SIGUSR1)
    answer = target.read_line()
    return answer["short"], answer["long"]


def check_phases(context):
    """Short calls get as many samples as the time that they take."""
    with context.start("shares", "phases") as target:
        begun = ask(target)
        sampled = sample(context, target.pid, "samples", context.counts["sample"] * 4,
                         "interval-us", 250)
        ended = ask(target)
    short, long = (after - before for after, before in zip(ended, begun))
    counts = {"short": 0, "long": 0}
    for frames, _, count in sampled.of_state("gil"):
        names = set(frame["function"] for frame in frames)
        if "short_calls" in names:
            counts["short"] += count
        elif "long_loop" in names:
            counts["long"] += count
    total = float(sum(counts.values()))
    shares = [short / (short + long), long / (short + long)]
    seen = [counts["short"] / total, counts["long"] / total]
    far, bound = distance(shares, seen), distance_bound(shares, total)
    # The clock is read a little outside of what it times, before and after sampling, too.
    expect(far <= bound + 0.01, "total variation %.4f, bound %.4f + 0.01: %r, must be %r",
           far, bound, seen, shares)


def fleeting_problem(frames):
    """What is impossible about a stack of fleeting.py, or None."""
    frames = [frame for frame in frames if frame["file"].startswith("<fleeting")]
    if len(frames) < 2:
        return None
    newest, caller = frames[:2]
    kind = int(caller["function"].rsplit("_", 1)[1])
    if newest["function"] == "placed":
        right = newest["line"] in (1, 2 + kind) and newest["file"] == "<fleeting>"
    elif newest["function"] == "moved":
        right = newest["line"] in (1, 2) and newest["file"] == "<fleeting-%d>" % kind
    else:
        right = (re.match(r"named_\d{4}_%d$" % kind, newest["function"]) and
                 newest["line"] in (1, 2))
    return None if right else "%r called by %r" % (newest, caller)


def check_fleeting(mode, kind=""):
    """Functions whose code objects get others' addresses keep their own names and lines."""
    def check(context):
        with context.start("fleeting", *kind.split()) as target:
            sampled = sample(context, target.pid, mode, "samples", context.counts["sample"],
                             "interval-us", 200)
        wrong = [(problem, count) for frames, _, count in sampled.of_state("gil")
                 for problem in [fleeting_problem(frames)] if problem]
        expect(not wrong, "%d of %d samples: %s", sum(count for _, count in wrong),
               sampled.stats["taken"], wrong[:2])
        few_failed(sampled)

    return check


def chains():
    for mode in ("exact", "nonstop"):
        for where in ("main", "other"):
            for loops in LOOPS:
                yield ("sampling-chains-%s-%s-%d" % (mode, where, loops),
                       check_chains(where, loops, mode))


EACH = dict(chains())
EACH.update({
    "sampling-methods": check_methods,
    "sampling-phases": check_phases,
    "sampling-fleeting": check_fleeting("exact"),
    "sampling-fleeting-named": check_fleeting("exact", "named"),
    "sampling-fleeting-placed": check_fleeting("exact", "placed"),
    "sampling-fleeting-moved": check_fleeting("exact", "moved"),
    "sampling-fleeting-nonstop": check_fleeting("nonstop"),
})
