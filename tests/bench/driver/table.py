"""The table: all results as markdown, with what they were measured on."""
import os

from . import machine, peers

HEAD = ["what", "Python", "ours", "beside it", "ratio", "bar", "n", "least–most"]
TEMPLATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "performance.md.in")


def row_of(cells):
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def figures(facts, context):
    facts = dict(facts, **{"load after": "%.2f" % machine.load()})
    lines = ["- %s: %s" % item for item in facts.items()]
    lines += ["- beside: " + (peers.names(context.peers) or "no peer was found")]
    if max(float(facts["load before"]), float(facts["load after"])) > 1:
        lines += ["- **The machine was busy with other work**: these figures are rough."]
    lines += ["", row_of(HEAD), row_of(["---"] * len(HEAD))]
    return lines + [row_of(result.cells()) for result in context.results]


def left_out(context):
    if not context.missing:
        return []
    return ["## Left out", ""] + ["- " + text for text in context.missing]


def render(facts, context):
    with open(TEMPLATE, encoding="utf-8") as file:
        text = file.read()
    for mark, lines in (("@FIGURES@", figures(facts, context)), ("@LEFT_OUT@", left_out(context))):
        text = text.replace(mark, "\n".join(lines))
    return text.rstrip() + "\n"


def save(text, path):
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".new", path)
