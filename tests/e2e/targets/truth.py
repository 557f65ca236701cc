# -*- coding: utf-8 -*-
"""What a target knows about its own stacks, told to the driver as one line of JSON.

A function marked with @blocks sits on its last line, in one call, while the
target is read; whatever called it is recorded exactly.
"""
import dis
import json
import os
import sys

try:
    import _thread as thread
except ImportError:
    import thread

GETTID = {"x86_64": 186, "aarch64": 178}
PYTHON_2 = sys.version_info[0] == 2

_blocking = {}  # id of a code object -> its function, which keeps it alive
_positions = {}  # id of a code object -> (the code object, its positions)
_tids = {}  # thread ident -> kernel thread id
_gate = os.pipe()

if "TRUTH_WITNESS" in os.environ:
    import faulthandler
    import signal

    faulthandler.register(signal.SIGUSR2, file=2, all_threads=True)


def blocks(function):
    """Marks a function that blocks in the one call on its last line."""
    _blocking[id(function.__code__)] = function
    return function


def text(name):
    """A name as valid Unicode text, as the tool is to show it."""
    if isinstance(name, bytes):
        return name.decode("utf-8")
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


# ---- Where a frame is --------------------------------------------------------


def positions(code):
    """(line, end line, column, end column) of each code unit, 3.11 and newer."""
    known = _positions.get(id(code))
    if known is None:
        known = _positions[id(code)] = (code, list(code.co_positions()))
    return known[1]


def last_call(code):
    """The position of the call on a function's last line."""
    line = max(start[1] for start in dis.findlinestarts(code) if start[1])
    if not hasattr(code, "co_positions"):
        return line, None, None, None
    spans = [at for at in positions(code) if at[0] == line and at[2] is not None]
    return max(spans, key=lambda at: at[3] - at[2])


def current_position(frame):
    code = frame.f_code
    if not hasattr(code, "co_positions"):
        return frame.f_lineno, None, None, None
    return tuple(positions(code)[frame.f_lasti // 2])


def record(frame, innermost):
    code = frame.f_code
    blocked = innermost and id(code) in _blocking
    line, end_line, column, end_column = (
        last_call(code) if blocked else current_position(frame)
    )
    qualname = getattr(code, "co_qualname", None)
    return {
        "function": text(code.co_name),
        "qualname": qualname and text(qualname),
        "file": text(code.co_filename),
        "line": line,
        "end_line": end_line,
        "column": column,
        "end_column": end_column,
    }


def stack(frame):
    """A stack, newest frame first; equal neighbours are one entry, `times` many."""
    frames = []
    while frame is not None:
        new = record(frame, innermost=not frames)
        if frames and frames[-1][0] == new:
            frames[-1][1] += 1
        else:
            frames.append([new, 1])
        frame = frame.f_back
    return [dict(new, times=times) for new, times in frames]


# ---- Threads -----------------------------------------------------------------


def native_id():
    """The kernel's id of this thread, None when there is no way to ask."""
    if hasattr(thread, "get_native_id"):
        return thread.get_native_id()
    try:
        import ctypes
    except ImportError:
        return None
    number = GETTID.get(os.uname()[4])
    return number and ctypes.CDLL(None).syscall(number)


def thread_name(ident):
    """threading's own name for a thread; never imports threading."""
    if "threading" not in sys.modules:
        return None
    names = dict((t.ident, t.name) for t in sys.modules["threading"].enumerate())
    return names.get(ident) and text(names[ident])


def thread_record(ident, frame, **known):
    entry = {
        "ident": ident,
        "tid": _tids.get(ident),
        "name": thread_name(ident),
        "interpreter": 0,
        "gil": False,
        "frames": stack(frame),
    }
    entry.update(known)
    return entry


def settled(frame):
    """Whether another thread's newest frame is in the call it blocks in."""
    code = frame.f_code
    return id(code) in _blocking and current_position(frame) == last_call(code)


def wait_for_others(count):
    """The other threads' idents and frames, once `count` of them are settled."""
    while True:
        others = sys._current_frames()
        others.pop(thread.get_ident(), None)
        calm = [item for item in others.items() if settled(item[1])]
        if len(calm) >= count:
            return calm


@blocks
def rest():
    """Lets this thread be one of those that are read: it never returns."""
    _tids[thread.get_ident()] = native_id()
    os.read(_gate[0], 1)


# ---- Telling -----------------------------------------------------------------


def say(message):
    """Sends the driver one line of JSON."""
    left = (json.dumps(message) + "\n").encode("ascii")
    while left:
        left = left[os.write(1, left) :]


def tell(frame, others=0, threads=(), fd=0, known=None, **more):
    """Reports this thread (its newest frame is `frame`) and `others` settled ones.

    The driver reads the target once a thread is in a system call on `fd`.
    """
    _tids[thread.get_ident()] = native_id()
    mine = thread_record(thread.get_ident(), frame, **(known or {}))
    # The list stays local to this call: a frame kept in it would not die.
    calm = [thread_record(*item) for item in wait_for_others(others)] if others else []
    message = {
        "pid": os.getpid(),
        "python": "%d.%d.%d" % sys.version_info[:3],
        "threads": [mine] + calm + list(threads),
        "fd": fd,
    }
    message.update(more)
    say(message)


@blocks
def park(**more):
    """Tells every stack, and blocks until the driver pokes."""
    tell(sys._getframe(), **more)
    os.read(0, 1)


def skip(reason):
    """Ends a target that this interpreter cannot run."""
    say({"skip": reason})
    sys.exit(0)
