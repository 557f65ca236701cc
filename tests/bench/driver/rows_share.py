"""Rows of how wrong the shares are that are sampled of programs with short calls."""
from .context import Missing, Scratch
from .figures import Result
from .row import FEW, Row
from .shares import distance, mean, read_stacks, sampled_shares, true_shares
from .target import Target

WATCH_US = 100
KHZ_US = 1000


def watched(context, target, name, seconds):
    return true_shares(name, context.helper("watch", target.path, seconds, WATCH_US))


def ours(context, mode):
    def sample(target, seconds, path):
        context.sample(target.pid, seconds, KHZ_US, mode, False, path)
        return read_stacks(path)[0]
    return sample


def theirs(context, peer):
    def sample(target, seconds, path):
        return peer.sample(context, target.pid, seconds, KHZ_US, path).counts
    return sample


def samplers(context, python):
    """(name, bar, function) of whoever samples that Python."""
    found = [("ours, exact", "≤ 2 %", ours(context, "exact")),
             ("ours, nonstop", "", ours(context, "nonstop"))]
    return found + [(peer.name, "", theirs(context, peer)) for peer in context.peers
                    if peer.samples and peer.reads(python)]


def error(context, target, name, seconds, function):
    """The distance from the truth of the windows before and after; and what the sampler saw."""
    with Scratch() as scratch:
        before = watched(context, target, name, seconds / 2)
        seen = sampled_shares(function(target, seconds, scratch.path("stacks")))
        after = watched(context, target, name, seconds / 2)
    return distance(seen, mean([before, after])), distance(before, after), seen, before


def describe(shares):
    return ", ".join("%s %.1f" % (name, 100 * share) for name, share in sorted(shares.items()))


def share_error(name, words, title):
    def measure(context, python):
        seconds = 2 if context.options.quick else 10
        with Target(python, name, *words) as target:
            for who, bar, function in samplers(context, python):
                rounds = []
                try:
                    for _ in range(context.n):
                        rounds.append(error(context, target, name, seconds, function))
                except Missing as missing:
                    context.leave_out("%s, %s, %s: %s" % (title, python.label, who, missing))
                    continue
                context.say("    truth: " + describe(rounds[-1][3]))
                context.say("    %s: %s" % (who, describe(rounds[-1][2])))
                context.add(Result(title + ": share error, " + who, python,
                                   [one[0] for one in rounds], "%", [one[1] for one in rounds],
                                   "truth before and after", bar, relative=False))
    return measure


ROWS = [
    Row("share-recursion", "recursion up and down", FEW,
        share_error("recursion", (10, 60), "recursion up and down")),
    Row("share-methods", "small methods", FEW, share_error("methods", (), "small methods")),
]
