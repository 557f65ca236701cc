"""Shares of functions: as they are, as somebody sampled them, and how far that is apart."""

import math

# What the marks of a target mean: the function that runs, by the target's name.
MARKS = {
    "recursion": {1: "main", 2: "down", 3: "leaf"},
    "methods": {1: "main", 2: "step", 3: "add", 4: "mix", 5: "fold", 6: "check", 7: "clear"},
}


def normal(counts):
    total = sum(counts.values())
    return {key: count / total for key, count in counts.items()} if total else {}


def true_shares(target, watched):
    """Of what the helper `watch` saw."""
    names = MARKS[target]
    return normal({names[int(mark)]: count for mark, count in watched.items() if int(mark)})


def sampled_shares(stacks):
    """By the function of the newest frame."""
    counts = {}
    for frames, count in stacks.items():
        if frames:
            name = frames[-1][0].rsplit(".", 1)[-1]
            counts[name] = counts.get(name, 0) + count
    return normal(counts)


def distance(a, b):
    """Total variation: half the sum of all differences, in percent."""
    return 50 * sum(abs(a.get(key, 0) - b.get(key, 0)) for key in set(a) | set(b))


def by_chance(shares, count):
    """The distance, in percent, that so many samples have on average when nothing is wrong."""
    spread = sum(math.sqrt(share * (1 - share)) for share in shares.values())
    return 50 * spread * math.sqrt(2 / (math.pi * count))


def mean(shares):
    """The mean of several."""
    keys = {key for one in shares for key in one}
    return {key: sum(one.get(key, 0) for one in shares) / len(shares) for key in keys}


def read_stacks(path):
    """What the helper `sample` wrote: {frames: count}, the oldest frame first; and by state."""
    stacks, states = {}, {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            count, state, text = line.rstrip("\n").split(" ", 2)
            states[state] = states.get(state, 0) + int(count)
            frames = tuple(frame_of(word) for word in text.split(";")) if text else ()
            stacks[frames] = stacks.get(frames, 0) + int(count)
    return stacks, states


def frame_of(word):
    """(function, line) of NAME|FILE|LINE."""
    name, _, line = word.split("|")
    return name, int(line)
