"""Threads that wait for locks, and for each other: two RLocks, a Condition, an import, a Lock."""
import json
import os
import sys
import threading

import truth

PYTHON_2 = sys.version_info[0] == 2
lock, other = threading.RLock(), threading.RLock()
plain = threading.Lock()
condition = threading.Condition()
began, went = threading.Event(), threading.Event()


def line_of(mark):
    with open(__file__.replace(".pyc", ".py")) as source:
        return [number for number, line in enumerate(source, 1) if line.endswith(mark + "\n")][0]


def lock_then_other():
    with lock:
        began.set()
        went.wait()
        with other:  # mark: lock then other
            pass


def other_then_lock():
    with other:
        went.set()
        began.wait()
        lock.acquire()  # mark: other then lock


def third():
    lock.acquire()  # mark: third


def notified():
    with condition:
        began.set()
        condition.wait()  # mark: notified


def hold_condition():
    with condition:
        began.set()
        went.wait()
        with lock:  # mark: hold condition
            pass


def want_condition():
    with lock:
        went.set()
        began.wait()
        with condition:  # mark: want condition
            pass


def imported():
    """What deadlocked_import does when it is imported."""
    began.set()
    with lock:  # mark: imported
        pass


def importing():
    went.wait()
    import deadlocked_import  # noqa: F401


def import_again():
    with lock:
        went.set()
        began.wait()
        import deadlocked_import  # noqa: F401  # mark: import again


def plain_twice():
    plain.acquire()
    plain.acquire()  # mark: plain twice


def wait(function, owner=None, text=r"<locked _thread\.RLock object owner=\d+ count=1 at 0x\w+>",
         place=None):
    """A thread that is to wait, and who has what it waits for."""
    place = place or function
    if PYTHON_2 and "RLock" in text:
        text = text if "_RLock" in text else r"<_RLock owner='%s' count=1>" % owner.__name__
    return {"name": function.__name__, "place": place.__name__, "text": text,
            "line": line_of("mark: " + place.__name__.replace("_", " ")),
            "owner": owner.__name__ if owner else None}


NOTIFIED = r"<Condition\(<.*RLock.*>, 1\)>"
PLAIN = r"<thread\.lock object at 0x\w+>" if PYTHON_2 else r"<locked _thread\.lock object at 0x\w+>"
IMPORT = "the import lock" if PYTHON_2 else r"_ModuleLock\('deadlocked_import'\) at \d+"


def waits_of(word):
    """Who waits, and the names of those in a circle."""
    if word == "rlocks":
        return [wait(lock_then_other, other_then_lock), wait(other_then_lock, lock_then_other),
                wait(third, lock_then_other)], [lock_then_other, other_then_lock]
    if word == "condition":
        return [wait(hold_condition, want_condition), wait(want_condition, hold_condition)], [
            hold_condition, want_condition]
    if word == "notified":
        return [wait(notified, None, NOTIFIED.replace("RLock", "_RLock") if PYTHON_2
                     else NOTIFIED)], []
    if word == "import":
        return [wait(importing, import_again, place=imported),
                wait(import_again, importing, IMPORT)], [importing, import_again]
    return [wait(plain_twice, None, PLAIN)], []


def main(word):
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    waits, circle = waits_of(word)
    message = {"fd": 0, "waits": waits, "circle": sorted(each.__name__ for each in circle)}
    json.dumps(message).encode("ascii")  # imports its codec, while nobody has the import lock
    for each in waits:
        thread = threading.Thread(target=globals()[each["name"]], name=each["name"])
        thread.daemon = True
        thread.start()
    truth.say(message)
    os.read(0, 1)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
