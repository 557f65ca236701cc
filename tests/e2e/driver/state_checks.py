"""What Python keeps of itself: its garbage collector, its modules, its GILs."""
import os
import re

from .outcome import Skip, expect
from .place_checks import folder_for, moved
from .target import running

# A stripped 2.7 exports where the generations are, but not whether it collects.
UNKNOWN = "not known: the variable that says so has no symbol"
STRIPPED = {"bullseye-2.7"}
LOOKS = 100
NEAR = 2000  # containers that the target makes between asking gc and being read


def command(context, target, line):
    """What a command of the shell prints."""
    status, output, errors = context.tool.run("-batch", "-nx", "-p", str(target.pid), "-ex", line)
    expect(status == 0 and not errors, "%s: exit status %s: %s", line, status, errors)
    return output.decode("utf-8")


def numbers(text):
    return [int(number) for number in text.split(", ")]


def facts(text):
    """The lines `key = value` of the first interpreter."""
    return dict(re.findall(r"^  (\w+) += (.*)$", text.split("\n\n")[0], re.M))


def check_gc(word):
    def check(context):
        stripped = context.interpreter.name in STRIPPED
        with context.start("keeping", word) as target:
            want, have = target.truth["gc"], facts(command(context, target, "info gc"))
        expect(have["enabled"] == (UNKNOWN if stripped else "yes" if want["enabled"] else "no"),
               "enabled: %s", have)
        expect(have["collecting"] == (UNKNOWN if stripped else "no"), "collecting: %s", have)
        expect(numbers(have["thresholds"]) == want["threshold"], "%s, not %s", have, want)
        counts = numbers(have["counts"])
        expect(counts[1:] == want["count"][1:], "%s, not %s", have, want)
        expect(abs(counts[0] - want["count"][0]) < NEAR, "%s, not %s", have, want)
    return check


def check_collecting(context):
    """A collector that is at it says so."""
    stripped = context.interpreter.name in STRIPPED
    with context.start("collecting") as target:
        have = facts(command(context, target, "info gc"))
    expect(have["collecting"] == (UNKNOWN if stripped else "yes"), "collecting: %s", have)


def modules_of(output):
    rows = [line.split(None, 1) for line in output.splitlines()[1:]]
    return {name: None if file == "(built-in)" else file for name, file in rows}


def check_modules(context):
    with context.start("keeping", "on") as target:
        have = modules_of(command(context, target, "info modules"))
        want = target.truth["modules"]
        expect(have == want, "modules: %s", sorted(set(have.items()) ^ set(want.items())))
        some = modules_of(command(context, target, "info modules enc*.utf_?"))
        expect(set(some) <= {"encodings.utf_8"}, "chosen: %s", some)
        none = command(context, target, "info modules no.such")
        expect(none == 'No module matches "no.such".\n', "none: %s", none)


def check_gil(context):
    with context.start("threads") as target:
        text = command(context, target, "info gil")
    have = facts(text)
    expect(have["holder"] == "nobody" and have["waiting"] == "nobody", "GIL: %s", text)
    version = context.interpreter.version
    if version >= (3, 7):
        expect(re.match(r"thread \d+ \(LWP \d+\)", have["last"]), "GIL: %s", text)
        expect(int(have["switches"]) > 0, "GIL: %s", text)
    want = "100 instructions" if version < (3, 0) else "0.005 s"
    expect(have["interval"] == want, "GIL: %s", text)


def check_held(context):
    """The holder is named, also while it sleeps."""
    with context.start("holding") as target:
        have = facts(command(context, target, "info gil"))
    expect(have["holder"] == 'thread 1 (LWP %d) "MainThread"' % target.pid or
           have["holder"] == "thread 1 (LWP %d)" % target.pid, "GIL: %s", have)
    expect(have["waiting"] == "nobody", "GIL: %s", have)


def check_contended(context):
    """One of four threads has it, and the others wait: as soon as none is between the two."""
    if context.interpreter.version < (3, 7):
        raise Skip("who waits for the GIL cannot be told")
    with context.start("crowd", "3", "0", "busy") as target:
        for _ in range(LOOKS):
            text = command(context, target, "info gil")
            rows = re.findall(r"^  (holder|waiting|) *= thread (\d+) \(LWP \d+\)", text, re.M)
            if [row[0] for row in rows] == ["holder", "waiting", "", ""]:
                break
        expect(sorted(row[1] for row in rows) == ["1", "2", "3", "4"], "GIL: %s", text)


def check_deleted(context):
    """What is mapped keeps its build id, and is said to be deleted."""
    with folder_for(context.interpreter) as (inside, outside):
        words, environment = moved(context.interpreter, inside, outside, "python")
        with running(words, environment) as target:
            before = command(context, target, "info files " + inside)
            for name in os.listdir(outside):
                os.unlink(os.path.join(outside, name))
            after = command(context, target, "info files " + inside)
    rows = before.splitlines()
    expect(len(rows) > 1 and not before.count("(deleted)"), "%s", before)
    expect(re.match(r"0x[0-9a-f]{16}  0x[0-9a-f]{16}  (\(none\)|[0-9a-f]{16,}) +/", rows[1]),
           "%s", before)
    expect(after.splitlines()[1:] == [row + " (deleted)" for row in rows[1:]], "%s", after)


def check_interpreters(word):
    def check(context):
        with context.start("isolated", word) as target:
            text = command(context, target, "info interpreters")
            gils = command(context, target, "info gil")
        rows = text.splitlines()
        expect(re.match(r"\* 0 +0x[0-9a-f]{16} own +\d+  \(main\)$", rows[1]), "%s", text)
        expect(re.match(r"  1 +0x[0-9a-f]{16} %s +1$" % word, rows[2]), "%s", text)
        if context.interpreter.version >= (3, 12):
            expect(("It shares that of interpreter 0." in gils) == (word == "shared"), "%s", gils)
    return check


EACH = {
    "info-gc-on": check_gc("on"),
    "info-gc-off": check_gc("off"),
    "info-gc-collecting": check_collecting,
    "info-modules": check_modules,
    "info-files-deleted": check_deleted,
    "info-gil": check_gil,
    "info-gil-held": check_held,
    "info-gil-contended": check_contended,
    "info-interpreters-own": check_interpreters("own"),
    "info-interpreters-shared": check_interpreters("shared"),
}
