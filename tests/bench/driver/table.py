"""The table: all results as markdown, with what they were measured on."""
import os

from . import machine, peers

HEAD = ["what", "Python", "ours", "beside it", "ratio", "bar", "n", "least–most"]
INTRODUCTION = """# Performance

What `make bench` measured. Every figure is the median of n windows, and stands beside another figure that was taken in turn with it: compare the two, not one machine with another. *Ratio* is ours divided by the other, window by window, the median of that; *least–most* is the spread of the ratios, or of ours where there is no ratio. *Bar* is what we ask of ourselves.

To repeat it: `make bench` in a build folder, as root on a machine that does nothing else. `make bench BENCH_FLAGS="--quick --row PATTERN"` takes seconds; `--list` names the rows; `--save` writes this file.
"""
TERMS = """
## Terms

- *bare reads*: `process_vm_readv` of what a sample of that target needs, in a loop in C, without decoding; *of all bytes*: with the second copy that sampling without stopping fetches.
- *bare stop*: PTRACE_INTERRUPT, wait, the same read, PTRACE_CONT in a loop in C with the same absolute sleeps; the best of four ways to wait for the stop.
- *share error*: half the sum of the differences between the shares that were sampled, by function of the newest frame, and the true ones. The target marks in shared memory which function runs; a program that only reads that byte at random moments gives the truth.
- *chimera*: a stack that mixes two call chains which never mix, or whose caller's line contradicts its callee.
"""


def row_of(cells):
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def render(facts, context):
    facts = dict(facts, **{"load after": "%.2f" % machine.load()})
    lines = [INTRODUCTION]
    lines += ["- %s: %s" % item for item in facts.items()]
    lines += ["- beside: " + (peers.names(context.peers) or "no peer was found")]
    if max(float(facts["load before"]), float(facts["load after"])) > 1:
        lines += ["- **The machine was busy with other work**: these figures are rough."]
    lines += ["", row_of(HEAD), row_of(["---"] * len(HEAD))]
    lines += [row_of(result.cells()) for result in context.results]
    lines += [TERMS]
    if context.missing:
        lines += ["## Left out", ""] + ["- " + text for text in context.missing]
    return "\n".join(lines).rstrip() + "\n"


def save(text, path):
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".new", path)
