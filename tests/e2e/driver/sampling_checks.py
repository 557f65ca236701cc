"""Sampling: whether every stack could exist, and whether shares are true."""
import math
import re
import signal

from .motion_checks import chain_problem
from .outcome import expect, only_few
from .sampled import few_failed, sample

LOOPS = (0, 300, 4000, 40000)  # chains of about 2, 12, 120 and 1,200 microseconds
FALSE_ALARM = 1e-6
BATCHES = 40
SLACK = 0.01  # functions with one body are not quite equal to caches; clocks are read beside it


def expect_none(context, wrong, taken, mode):
    """Exact samples are right, all of them. Without a stop there is no proof: a target may come
    back to the same state while it is looked at, and before 3.11 frames do not tell whether they
    wait. doc/ARCHITECTURE.md has what was measured."""
    share = 0 if mode == "exact" else 0.001 if context.interpreter.version > (3, 10) else 0.01
    expect(sum(count for _, count in wrong) <= share * taken, "of %d samples: %s", taken,
           wrong[:2])


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
            expect_none(context, wrong, sampled.stats["taken"], mode)
            few_failed(sampled)
            if mode == "exact":
                expect(sampled.stats["torn"] == 0, "%r", sampled.stats)
            share = sum(count for _, count in found) / float(sampled.stats["taken"])
            expect(share > 0.5, "few samples of the chains: %r", sampled.states())

    return check


def excess(share, batches):
    """How far the batches of (hits, samples) are from a true share, as a self-normalized sum.

    Samples in a row are not independent: while another program has the target's processor they
    are all the same. Batches are longer than that. Their differences from the truth add up to
    zero, give or take; their sum divided by the root of the sum of their squares exceeds x with
    a probability of at most 2 exp(-x^2 / 2) (Efron), whatever the load is.
    """
    differences = [hits - share * samples for hits, samples in batches]
    allowed = SLACK * sum(samples for _, samples in batches)
    root = math.sqrt(sum(difference ** 2 for difference in differences))
    return max(0, abs(sum(differences)) - allowed) / root if root else 0


def check_shares(sampled, shares, category):
    """Fails unless the samples are shared out among categories as they should be."""
    known = [category(sampled.frames(stack)) for stack in range(len(sampled.stacks))]
    each = [known[stack] for stack in sampled.each]
    size = len(each) // BATCHES
    batches = [each[start:start + size] for start in range(0, size * BATCHES, size)]
    limit = math.sqrt(2 * math.log(2 * len(shares) / FALSE_ALARM))
    total = sum(name in shares for name in each)
    expect(total > len(each) / 2, "%d of %d samples are in no category", total, len(each))
    for name, share in sorted(shares.items()):
        counts = [(sum(one == name for one in batch), sum(one in shares for one in batch))
                  for batch in batches]
        far = excess(share, counts)
        expect(far <= limit, "%s has %.4f of %d samples, must have %.4f: %.2f over %.2f", name,
               sum(hits for hits, _ in counts) / total, total, share, far, limit)


WHERE = """
local samples = pf.process():samples{
  where = [[tenant == "acme"]], threads = %s, rate = 0.0005, max = %d,
}
local counts = { for_acme = 0, for_umbrella = 0, serve = 0 }
for sample in samples do counts[sample[1].name] = counts[sample[1].name] + 1 end
for _, name in ipairs{ "unmatched", "nowhere", "undecided" } do
  counts[name] = samples.stats[name]
end
for name, count in pairs(counts) do print("@@" .. name .. "=" .. count) end
"""


def check_where(threads):
    """A condition is asked of the very moment of its sample."""
    def check(context):
        with context.start("tenants") as target:
            script = WHERE % ("true" if threads else "false", context.counts["sample"])
            _, output, errors = context.tool.run("-batch", "-nx", "-p", str(target.pid), "-e",
                                                 script)
        text = output.decode("utf-8")
        counts = {name: int(count) for name, count in re.findall(r"^@@(\w+)=(\d+)$", text, re.M)}
        expect(counts, "nothing was counted: %s%s", text, errors)
        expect(not counts["for_umbrella"] and not counts["undecided"], "%r", counts)
        expect(counts["for_acme"] and counts["unmatched"], "%r", counts)
        expect(counts["nowhere"] or not threads, "%r", counts)
    return check


def sample_shares(context, target, interval_us=250):
    return sample(context, target.pid, "samples", context.counts["sample"] * 4,
                  "interval-us", interval_us, "each")


def newest_name(frames):
    return frames[0]["function"] if frames else None


def check_methods(context):
    """Methods that do the same are sampled as often as they are called."""
    with context.start("shares", "methods") as target:
        sampled = sample_shares(context, target)
        weights = target.truth["weights"]
    whole = float(sum(weights.values()))
    shares = dict((name, weight / whole) for name, weight in weights.items())
    check_shares(sampled, shares, newest_name)


def phase(frames):
    names = set(frame["function"] for frame in frames)
    return "short" if "short_calls" in names else "long" if "long_loop" in names else None


def ask(target):
    target.signal(signal.SIGUSR1)
    return target.read_line()


def check_spent(context, kind, category, interval_us):
    """Functions get as many samples as the target says that they took time."""
    with context.start("shares", kind) as target:
        begun = ask(target)
        sampled = sample_shares(context, target, interval_us)
        ended = ask(target)
    spent = dict((name, ended[name] - begun[name]) for name in ended)
    whole = sum(spent.values())
    check_shares(sampled, dict((name, spent[name] / whole) for name in spent), category)


def check_phases(context):
    """Short calls get as many samples as the time that they take."""
    check_spent(context, "phases", phase, 250)


def check_steps(context):
    """A target that repeats itself at the rate at which it is sampled shows all of itself."""
    only_few(context)
    check_spent(context, "steps", newest_name, 500)


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
        expect_none(context, wrong, sampled.stats["taken"], mode)
        few_failed(sampled)

    return check


def leaves_problem(frames, lines):
    """What is impossible about a stack of leaves.py, or None: a caller must be where it calls."""
    frames = [frame for frame in frames if frame["file"] == "<leaves>"]
    for callee, caller in zip(frames, frames[1:]):
        if lines[caller["line"] - 1].strip() != callee["function"] + "()":
            return "%r called by %r" % (callee, caller)
    return None


LEAVES = 5  # processes: one may be in step with what the sampler copies, all of its life


def wrong_leaves(context):
    """What is wrong in the samples of one process, and how many there are of it; all samples."""
    with context.start("leaves") as target:
        sampled = sample(context, target.pid, "nonstop", "samples",
                         context.counts["sample"] // LEAVES, "interval-us", 100)
        lines = target.truth["lines"]
    return [(problem, count) for frames, _, count in sampled.of_state("gil")
            for problem in [leaves_problem(frames, lines)] if problem], sampled


def check_leaves(context):
    """Nonstop: what was over before it was read is counted as torn."""
    wrong, taken = [], 0
    for _ in range(LEAVES):
        found, sampled = wrong_leaves(context)
        wrong += found
        taken += sampled.stats["taken"]
    expect_none(context, wrong, taken, "nonstop")


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
    "sampling-steps": check_steps,
    "sampling-fleeting": check_fleeting("exact"),
    "sampling-fleeting-named": check_fleeting("exact", "named"),
    "sampling-fleeting-placed": check_fleeting("exact", "placed"),
    "sampling-fleeting-moved": check_fleeting("exact", "moved"),
    "sampling-leaves-nonstop": check_leaves,
    "sampling-where": check_where(False),
    "sampling-where-threads": check_where(True),
    "sampling-fleeting-nonstop": check_fleeting("nonstop"),
})
