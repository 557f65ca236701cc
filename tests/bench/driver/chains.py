"""Which stacks of targets/chains.py and targets/functions.py can be, and which cannot."""
import re


def call_lines(text):
    """{(caller, callee): line} of the chains, read from the target's own text."""
    lines, function = {}, "<module>"
    for number, line in enumerate(text.split("\n"), 1):
        defined = re.match(r"def (\w+)\(", line)
        called = re.match(r"    +([ab]\d+)\(\)$", line)
        if defined:
            function = defined.group(1)
        elif called:
            lines[function, called.group(1)] = number
    return lines


def is_link(name):
    return re.match(r"[ab]\d+$", name) is not None


def is_possible(frames, lines):
    """Frames are (function, line), the oldest first: each link is called where it is called."""
    for (caller, line), (callee, _) in zip(frames, frames[1:]):
        if is_link(callee) and lines.get((caller, callee)) != line:
            return False
        if is_link(caller) and not is_link(callee):
            return False
    return True


def count_impossible(stacks, lines):
    return sum(count for frames, count in stacks.items() if not is_possible(frames, lines))


def count_wrong_names(path):
    """Frames of targets/functions.py that are in the file or on a line of another one."""
    wrong, examples = 0, []
    with open(path, encoding="utf-8") as file:
        for line in file:
            count, _, text = line.rstrip("\n").split(" ", 2)
            bad = [word for word in text.split(";") if not is_made_well(word)]
            wrong += int(count) if bad else 0
            examples += bad[:1]
    return wrong, examples


def is_made_well(word):
    made = re.match(r"made_(\d+)\|(.*)\|(-?\d+)$", word)
    if not made:
        return True
    number = int(made.group(1))
    first = number % 50 + 1
    return made.group(2) == "file_%04d" % number and first <= int(made.group(3)) <= first + 3
