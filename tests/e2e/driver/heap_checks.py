"""The objects of a process, by type: as many as it counts itself."""
import os
import re
import tempfile

from .outcome import Skip, expect
from .state_checks import STRIPPED

# Between counting and being read a target makes some of these, and lets some go.
NEAR = dict.fromkeys(["list", "dict", "frame", "cell", "method", "instancemethod",
                      "builtin_function_or_method"], 60)
NEAR["tuple"] = 1000  # positions of code

SHORT = 0.0002  # seconds: less than it takes
NOTE = re.compile(r"^warning: This is of \d+ moments: ", re.M)


def run(context, target, *lines):
    words = ["-batch", "-nx", "-p", str(target.pid)]
    for line in lines:
        words += ["-ex", line]
    status, output, errors = context.tool.run(*words)
    text = errors.decode("utf-8") if isinstance(errors, bytes) else errors or ""
    expect(status == 0, "%s: exit status %s: %s", lines, status, text)
    return output.decode("utf-8"), text


def table_of(text):
    """type -> (count, bytes)"""
    rows = [line.split(None, 2) for line in text.splitlines()[1:-1]]
    return {row[2]: (int(row[0]), int(row[1])) for row in rows}


def compare(truth, have):
    """What differs, in words."""
    for name in sorted(set(truth["counts"]) | set(have)):
        want, count = truth["counts"].get(name, 0), have.get(name, (0, 0))[0]
        if abs(want - count) > NEAR.get(name, 0):
            yield "%s: %d, must be %d" % (name, count, want)
    for name, want in truth["sizes"].items():
        if have.get(name, (0, 0))[1] != want:
            yield "%s: %d bytes, must be %d" % (name, have.get(name, (0, 0))[1], want)


def check_counts(*words):
    def check(context):
        if "frozen" in words and context.interpreter.version < (3, 7):
            raise Skip("gc.freeze() came with 3.7")
        with context.start("heaped", *words) as target:
            output, errors = run(context, target, "heap -n 0")
            sliced, notes = run(context, target, "heap -n 0 -max-pause %g" % SHORT)
            held, no_notes = run(context, target, "stop", "heap -n 0")
        expect(not errors and not no_notes, "%s%s", errors, no_notes)
        wrong = list(compare(target.truth, table_of(output)))
        expect(not wrong, "%s", "\n".join(wrong))
        expect(sliced == output and NOTE.match(notes), "in slices: %s%s", sliced, notes)
        expect(held[held.index("Count"):] == output[output.index("Count"):] or
               table_of(held[held.index(" Count") + 1:]) == table_of(output), "held: %s", held)
    return check


def check_list(context):
    with context.start("heaped") as target:
        few, _ = run(context, target, "heap -type Slotted -n 3")
        most, _ = run(context, target, "heap -type __main__.User -n 0")
        none, _ = run(context, target, "heap -type lotted")
        pauses, _ = run(context, target, "heap -type User -n 0 -max-pause %g" % SHORT)
    rows = few.splitlines()
    expect(len(rows) == 4 and rows[3] == "(75 more)", "%s", few)
    for row in rows[:3]:
        expect(re.match(r"0x[0-9a-f]+  __main__\.Slotted  <__main__\.Slotted object at 0x", row),
               "%s", few)
    expect(len(most.splitlines()) == target.truth["counts"]["__main__.User"], "%s", most[-200:])
    expect(len(set(most.splitlines())) == len(most.splitlines()), "twice: %s", most[:200])
    expect(none == 'No object of type "lotted".\n', "%s", none)
    expect(pauses == most, "%s", pauses[-200:])


def check_referrers(context):
    with context.start("heaped", "huge") as target:
        at = target.truth["wanted"]
        text, errors = run(context, target, "referrers -n 0 0x%x" % at)
        some, _ = run(context, target, "referrers -type Table 0x%x" % at)
        none, _ = run(context, target, "referrers %d" % (at + 1))
        named, _ = run(context, target, "referrers -type User %d" % target.truth["name"])
    expect(re.match(r"0x%x  __main__\.User attribute 'name'  " % at, named) and
           named.count("\n") == 1, "%s", named)
    expect(not errors, "%s", errors)
    have = {int(row.split()[0], 16): row for row in text.splitlines()
            if row.split()[1] not in ("frame", "weakref", "weakref.ReferenceType")}
    want = set(target.truth["referrers"])
    expect(set(have) == want, "too many: %s; missing: %d",
           [have[at][:100] for at in set(have) - want], len(want - set(have)))
    expect(re.match(r"0x[0-9a-f]+  __main__\.Table \['key'\]  ", some) and some.count("\n") == 1,
           "%s", some)
    for how in (" list [3] ", " tuple [1] ", " list [5000] ", " dict ['key'] ", " dict key ",
                " dict ['last'] ", " dict [1000] ", "Record [1] ", "Stack [0] ", "set [0] ",
                "deque [500] ", "deque [0] ", "defaultdict ['d'] ", "Counter key ", "Pair [1] "):
        expect(how in text, "no%sin %s", how, text)
    expect(none == "No object refers to 0x%x.\n" % (at + 1), "%s", none)


def check_difference(context):
    with tempfile.TemporaryDirectory() as folder, context.start("heaped") as target:
        path = os.path.join(folder, "counts")
        saved, _ = run(context, target, "heap -save " + path)
        same, _ = run(context, target, "heap -diff " + path)
        with open(path) as file:
            lines = file.read().splitlines()
        other = [re.sub(r"^\d+ (\d+) (__main__.Slotted)$", r"70 \1 \2", line) for line in lines]
        with open(path, "w") as file:
            file.write("\n".join(line for line in other if "Outer" not in line))
            file.write("\n3 300 gone.Type\n")
        changed, _ = run(context, target, "heap -diff " + path)
    expect(re.match(r"Counts of \d+ objects written to ", saved), "%s", saved)
    expect(same == "Nothing has changed.\n", "%s", same)
    expect(lines[0] == "pyflame-heap 1", "%s", lines[0])
    rows = [row.split() for row in changed.splitlines()]
    expect(rows[0] == ["Change", "Bytes", "Count", "Type"], "%s", changed)
    expect(rows[1:-1] == [["+8", "+0", "78", "__main__.Slotted"],
                          ["-3", "-300", "0", "gone.Type"]], "%s", changed)
    expect(rows[-1] == ["+5", "objects,", "-300", "bytes."], "%s", changed)


def check_collecting(context):
    """What a collection has taken out of the lists is not there: it is said."""
    if context.interpreter.name in STRIPPED:
        raise Skip("that it collects cannot be told")
    with context.start("collecting") as target:
        output, errors = run(context, target, "heap")
    expect(errors.startswith("warning: A garbage collection was going on: "), "%s", errors)
    expect(" function\n" in output, "%s", output)


def check_table(context, target, pause):
    text, errors = run(context, target, "heap -max-pause %g" % pause)
    expect(" function\n" in text, "%s", text)
    expect(not errors or NOTE.match(errors) and errors.count("warning:") == 1, "%s", errors)


def check_moving(context):
    """Objects that come and go meanwhile: what is said of them is whole, in however many pauses."""
    with context.start("crowd", "3", "0", "busy") as target:
        for pause in (0.05, 0.001, SHORT):
            check_table(context, target, pause)
    with context.start("crowd", "3", "0", "making") as target:
        for _ in range(20):
            check_table(context, target, 0.5)


EACH = {
    "heap": check_counts(),
    "heap-frozen": check_counts("frozen"),
    "heap-type": check_list,
    "heap-diff": check_difference,
    "heap-collecting": check_collecting,
    "heap-moving": check_moving,
    "referrers": check_referrers,
}
