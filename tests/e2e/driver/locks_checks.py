"""Which thread waits for which lock: what `info locks` says of threads that are deadlocked."""
import re
import time

from .outcome import Skip, expect
from .state_checks import command
from .target import PATIENCE

WAIT = re.compile(r"""^Thread \d+ \(LWP \d+\) "(\w+)" waits for (.*)
  at (\S+) \(\S+/deadlocked\.py:(\d+)\)
  (until it is notified|held by (?:a thread: which one is not noted in it|thread \d+ \(LWP \d+\) "(\w+)"
    at (\S+) \(\S+/deadlocked\.py:(\d+)\)))$""", re.M)
CIRCLE = re.compile(r'^  thread \d+ \(LWP \d+\) "(\w+)" waits for thread \d+ \(LWP \d+\) "(\w+)"$',
                    re.M)
# A stripped 2.7 has no symbol for its import lock, which is no object.
STRIPPED = {"bullseye-2.7"}


def settled(context, target):
    """What is said once as many threads wait as are to."""
    end = time.monotonic() + PATIENCE
    while True:
        output = command(context, target, "info locks")
        if len(WAIT.findall(output)) >= len(target.truth["waits"]) or time.monotonic() > end:
            return output


def check_wait(want, found, wants):
    name, text, place, line, how, owner, owner_place, owner_line = found
    expect(re.fullmatch(want["text"], text), "%s waits for %s, not %s", name, text, want["text"])
    expect((place, int(line)) == (want["place"], want["line"]), "%s is at %s:%s, not %s:%s",
           name, place, line, want["place"], want["line"])
    expect((owner or None) == want["owner"], "%s: held by %s, not %s", name, owner, want["owner"])
    expect(("notified" in how) == text.startswith("<Condition"), "%s: %s", name, how)
    if owner:
        held = wants[owner]
        expect((owner_place, int(owner_line)) == (held["place"], held["line"]),
               "%s is at %s:%s", owner, owner_place, owner_line)


def check_locks(word):
    def check(context):
        if word == "import" and context.interpreter.name in STRIPPED:
            raise Skip("its import lock has no symbol")
        with context.start("deadlocked", word) as target:
            output = settled(context, target)
            wants = {want["name"]: want for want in target.truth["waits"]}
            found = WAIT.findall(output)
            expect(sorted(each[0] for each in found) == sorted(wants), "others wait: %s", output)
            for each in found:
                check_wait(wants[each[0]], each, wants)
            circle = target.truth["circle"]
            expect(sorted(pair[0] for pair in CIRCLE.findall(output)) == circle, "%s", output)
            expect(("Deadlock: %d threads wait for each other." % len(circle) in output) ==
                   bool(circle), "%s", output)
    return check


EACH = {"locks-" + word: check_locks(word)
        for word in ("rlocks", "condition", "notified", "import", "plain")}
