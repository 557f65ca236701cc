"""Rows that stand beside the peers: the target's speed, CPU, samples a second."""
from .context import Missing, Scratch
from .figures import Result, in_turn
from .row import FEW, Row
from .target import Target

KHZ_US = 1000


def sampling_peers(context, python):
    return [peer for peer in context.peers if peer.samples and peer.reads(python)]


def speed_of(target, seconds, action):
    """The target's speed while the action runs, by that of windows before and after."""
    before = target.speed(seconds)
    with target.timed() as speeds:
        action()
    return 2 * speeds[0] / (before + target.speed(seconds))


def exact_speed(context, python):
    """Nothing, sampling, nothing … and so for each peer."""
    title = "1 kHz: the target's speed, undisturbed = 1"
    seconds = int(context.seconds(2))
    with Target(python, "deep", 5) as target, Scratch() as scratch:
        def ours():
            return speed_of(target, seconds, lambda: context.sample(target.pid, seconds, KHZ_US))

        def nothing():
            return speed_of(target, seconds, lambda: target.speed(seconds))
        lists = in_turn(context.n, ours, nothing)
        context.add(Result(title, python, lists[0], "", lists[1], "nothing", "≥ 0.965"))
        for peer in sampling_peers(context, python):
            def theirs(peer=peer):
                return speed_of(target, seconds, lambda: peer.sample(
                    context, target.pid, seconds, KHZ_US, scratch.path("stacks")))
            try:
                lists = in_turn(context.n, ours, theirs)
            except Missing as missing:
                context.leave_out("%s, %s: %s" % (title, python.label, missing))
                continue
            context.add(Result(title, python, lists[0], "", lists[1], peer.name, "≥ 0.965"))


def peer_cost(context, python):
    """A peer's CPU includes its start; ours, too, here."""
    title = "depth 5, 1 kHz: CPU per sample, with the start"
    seconds = int(context.seconds(3))
    with Target(python, "deep", 5) as target, Scratch() as scratch:
        def ours():
            path = scratch.path("stats")
            words = [context.helpers + "/sample", target.pid, seconds, KHZ_US, "exact", "one"]
            return context.once(*map(str, words), output=path)["cpu_ns"] / seconds / 1e6
        for peer in sampling_peers(context, python):
            def theirs(peer=peer):
                stacks = peer.sample(context, target.pid, seconds, KHZ_US, scratch.path("stacks"))
                return stacks.cpu_ns / stacks.total / 1000
            try:
                lists = in_turn(context.n, ours, theirs)
            except Missing as missing:
                context.leave_out("%s, %s: %s" % (title, python.label, missing))
                continue
            context.add(Result(title, python, lists[0], "µs", lists[1], peer.name))


def saturation(depth):
    """Samples a second as fast as each goes."""
    title = "depth %d: samples a second at full speed, nonstop" % depth

    def measure(context, python):
        seconds = int(context.seconds(2))
        with Target(python, "deep", depth) as target, Scratch() as scratch:
            def ours():
                stats = context.sample(target.pid, seconds, 0, "nonstop")
                return stats["taken"] / stats["elapsed_ns"] * 1e9
            for peer in sampling_peers(context, python):
                def theirs(peer=peer):
                    path = scratch.path("stacks")
                    stacks = peer.sample(context, target.pid, seconds, 0, path)
                    return stacks.total / stacks.wall_ns * 1e9
                try:
                    lists = in_turn(context.n, ours, theirs)
                except Missing as missing:
                    context.leave_out("%s, %s: %s" % (title, python.label, missing))
                    continue
                context.add(Result(title, python, lists[0], "/s", lists[1], peer.name))
    return measure


ROWS = [
    Row("exact-speed", "exact, 1 kHz, the target's speed", FEW, exact_speed),
    Row("peers-cost", "CPU at 1 kHz, beside peers", FEW, peer_cost),
    Row("peers-rate-5", "full speed, depth 5, beside peers", FEW, saturation(5)),
    Row("peers-rate-200", "full speed, depth 200, beside peers", FEW, saturation(200)),
]
