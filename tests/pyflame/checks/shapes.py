"""The shapes of the old command's output, and flamegraph.pl's rules."""
import re

from .command import expect

NUMBERED = re.compile(r"((?:[^:]+:[^:]+:\d+)(?:;[^:]+:[^:]+:\d+)*) (\d+)")
PLAIN = re.compile(r"((?:[^:]+:[^:]+)(?:;[^:]+:[^:]+)*) (\d+)")
IDLE = re.compile(r"\((idle|failed)\) (\d+)")
HEADER = re.compile(r"\d+\*?:")
FRAME = re.compile(r"[^:]+:[^:]+:\d+")


def folded(result, numbers=True, idle=True):
    """{stack: count} of folded output, which is whole, well-formed and without a stack twice."""
    text = result.output
    expect(text == "" or text.endswith("\n"), "no newline at the end: %s", result)
    counts = {}
    for line in text.splitlines():
        match = (NUMBERED if numbers else PLAIN).fullmatch(line)
        if not match:
            match = IDLE.fullmatch(line)
            expect(match and (idle or match.group(1) != "idle"), "not folded: %r", line)
        expect(match.group(1) not in counts, "twice: %r", line)
        counts[match.group(1)] = int(match.group(2))
    return counts


def flamegraph(text):
    """[(frames, count)] as flamegraph.pl takes lines apart; every line must be taken."""
    stacks = []
    for line in text.splitlines():
        match = re.fullmatch(r"(.*)\s+?(\d+(?:\.\d*)?)", line, re.S)
        expect(match, "flamegraph.pl ignores %r", line)
        stack, count = match.groups()
        expect(not re.search(r"\s+?(\d+(?:\.\d*)?)$", stack), "a count too many: %r", line)
        stacks.append((stack.split(";"), float(count)))
    return stacks


def flamechart(result):
    """[(microseconds, stack or "(idle)")]; times do not go back."""
    lines, pairs, last = result.lines, [], 0
    expect(len(lines) % 2 == 0, "not in pairs: %s", result)
    for time, stack in zip(lines[::2], lines[1::2]):
        expect(re.fullmatch(r"\d{16}", time) and int(time) >= last, "a time: %r", time)
        last = int(time)
        if stack not in ("(idle)", "(failed)"):
            expect(stack.endswith(";"), "no ; at the end: %r", stack)
            for frame in stack[:-1].split(";"):
                expect(FRAME.fullmatch(frame), "a frame: %r", frame)
        pairs.append((last, stack))
    return pairs


def dump(result):
    """[(header, [frames])]: threads with a blank line between."""
    expect(result.output.endswith("\n"), "no newline at the end: %s", result)
    threads = []
    for block in result.output[:-1].split("\n\n"):
        header, *frames = block.splitlines()
        expect(HEADER.fullmatch(header), "a header: %r", header)
        for frame in frames:
            expect(FRAME.fullmatch(frame), "a frame: %r", frame)
        threads.append((header, frames))
    return threads
