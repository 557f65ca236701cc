"""Rows of how wrong the shares are that are sampled of programs with short calls."""
from .context import Missing, Scratch
from .figures import Result
from .row import FEW, Row
from .shares import by_chance, distance, mean, read_stacks, sampled_shares, true_shares
from .target import Target

WATCH_US = 100
KHZ_US = 1000


def watched(context, target, name, seconds):
    return true_shares(name, context.helper("watch", target.path, seconds, WATCH_US))


class Sampled:
    """One window: shares, their distance from the truth, and what the distance would be by chance.

    The truth is the mean of the windows before and after.
    """

    def __init__(self, stacks, lost, truth):
        self.shares, self.truth, self.lost = sampled_shares(stacks), truth, 100 * lost
        self.error = distance(self.shares, truth)
        self.chance = by_chance(truth, max(1, sum(stacks.values())))


def ours(context, mode):
    def sample(target, seconds, path):
        """Stacks, and which part of all samples was lost."""
        stats = context.sample(target.pid, seconds, KHZ_US, mode, False, path)
        lost = stats["torn"] + stats["failed"] + stats["late"]
        return read_stacks(path)[0], lost / max(1, lost + stats["taken"])
    return sample


def theirs(context, peer):
    def sample(target, seconds, path):
        stacks = peer.sample(context, target.pid, seconds, KHZ_US, path)
        return stacks.counts, stacks.lost
    return sample


def samplers(context, python):
    """(name, bar, function) of whoever samples that Python."""
    found = [("ours, exact", "≤ 2 %", ours(context, "exact")),
             ("ours, nonstop", "", ours(context, "nonstop"))]
    return found + [(peer.name, "", theirs(context, peer)) for peer in context.peers
                    if peer.samples and peer.reads(python)]


def window(context, target, name, seconds, function):
    with Scratch() as scratch:
        before = watched(context, target, name, seconds / 2)
        stacks, lost = function(target, seconds, scratch.path("stacks"))
        after = watched(context, target, name, seconds / 2)
    return Sampled(stacks, lost, mean([before, after]))


def describe(shares):
    return ", ".join("%s %.1f" % (name, 100 * share) for name, share in sorted(shares.items()))


def share_error(name, words, title):
    def measure(context, python):
        seconds = 2 if context.options.quick else 10
        with Target(python, name, *words) as target:
            for who, bar, function in samplers(context, python):
                try:
                    windows = [window(context, target, name, seconds, function)
                               for _ in range(context.n)]
                except Missing as missing:
                    context.leave_out("%s, %s, %s: %s" % (title, python.label, who, missing))
                    continue
                add(context, python, title, who, bar, windows)
    return measure


def add(context, python, title, who, bar, windows):
    context.say("    truth: " + describe(windows[-1].truth))
    context.say("    %s: %s" % (who, describe(windows[-1].shares)))
    context.add(Result("%s: share error, %s" % (title, who), python,
                       [one.error for one in windows], "%", [one.chance for one in windows],
                       "by chance alone", bar, relative=False))
    lost = [one.lost for one in windows]
    if max(lost) > 1:
        context.add(Result("%s: lost, %s" % (title, who), python, lost, "%"))


ROWS = [
    Row("share-recursion", "recursion up and down", FEW,
        share_error("recursion", (10, 60), "recursion up and down")),
    Row("share-methods", "small methods", FEW, share_error("methods", (), "small methods")),
]
