"""Spins through two disjoint chains of ten calls whose last ones loop as often as asked:

chains.py LOOPS main|other
"""
import sys
import threading

import busy
import truth


def source_of(loops):
    """As busy.py's, with another amount of work."""
    parts = [busy.SPIN]
    for letter in "ab":
        parts.extend(busy.chain(letter))
    return "".join(parts).replace(busy.WORK, "for _ in range(%d): pass" % loops)


def lines_of(source):
    return dict(
        (line.split()[1].rstrip("():"), number)
        for number, line in enumerate(source.splitlines(), 1)
        if line.startswith("def ")
    )


def main(loops, where):
    source = source_of(loops)
    scope = {}
    exec(compile(source, "<chains>", "exec"), scope)
    truth.say({"lines": lines_of(source), "fd": None})
    if where == "main":
        scope["spin"]()
    worker = threading.Thread(target=scope["spin"])
    worker.daemon = True
    worker.start()
    truth.rest()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
