"""Compares a dump with the truth that the target told: thread by thread, frame by frame."""
import contextlib

from .outcome import Failure, expect
from .target import fields, task_files

SHOWN = 8  # differences per failure


def expanded(frames):
    """The frames of a truth, in which equal neighbours are one entry."""
    for frame in frames:
        plain = {key: value for key, value in frame.items() if key != "times"}
        for _ in range(frame["times"]):
            yield plain


def differences(expected, actual):
    """What is wrong with a stack, in words."""
    wanted = list(expanded(expected))
    if len(wanted) != len(actual):
        yield "%d frames instead of %d" % (len(actual), len(wanted))
    for index, (want, have) in enumerate(zip(wanted, actual)):
        if want != have:
            for key in sorted(want):
                if want[key] != have[key]:
                    yield "frame %d (%s): %s is %r, must be %r" % (
                        index, want["function"][:40], key, have[key], want[key])


def outer_tids(pid):
    """The thread ids that the target sees -> the host's."""
    tids = {}
    for path in task_files(pid, "status"):
        with contextlib.suppress(OSError, KeyError):  # a thread that ended just now
            words = fields(path)["NSpid"].split()
            tids[int(words[-1])] = int(words[0])
    return tids


def same_thread(want, have):
    """One OS thread has a state in each interpreter that it runs."""
    if want["ident"] != have["ident"]:
        return False
    if want["interpreter"] is None:  # versions without ids: any but the main one
        return have["interpreter"] != 0
    return want["interpreter"] == have["interpreter"]


def check_thread(want, have, tids):
    name = "thread %s (%s)" % (want["ident"], want["name"])
    for key in ("name", "gil"):
        expect(have[key] == want[key], "%s: %s is %r, must be %r", name, key, have[key], want[key])
    if want["tid"] is not None:
        tid = tids[want["tid"]]
        expect(have["tid"] == tid, "%s: tid is %r, must be %r", name, have["tid"], tid)
    expect(have["truncated"] is None, "%s: truncated: %s", name, have["truncated"])
    wrong = list(differences(want["frames"], have["frames"]))
    if wrong:
        raise Failure("\n".join([name + ":"] + wrong[:SHOWN]))


def check_threads(truth, dump, tids):
    left = list(dump["threads"])
    for want in truth["threads"]:
        found = [have for have in left if same_thread(want, have)]
        expect(len(found) == 1, "thread %s (%s) of interpreter %s is listed %d times",
               want["ident"], want["name"], want["interpreter"], len(found))
        left.remove(found[0])
        check_thread(want, found[0], tids)
    if truth.get("ghosts"):
        left = [have for have in left if have["tid"] is not None]
    if not truth.get("more"):
        expect(not left, "%d threads that nobody knows: %r", len(left), left[:1])


def check_dump(target, dump):
    """Fails unless the dump says what the target said."""
    truth = target.truth
    expect(dump["python"] == truth["python"], "python is %r, must be %r",
           dump["python"], truth["python"])
    pause = dump["pause_us"]
    expect(isinstance(pause, (int, float)) and pause >= 0, "pause_us is %r", pause)
    check_threads(truth, dump, outer_tids(target.pid))
