"""Targets that move while they are read: busy, churning, signalled, stopped."""
import random
import signal
import threading
import time

from .outcome import expect
from .target import check_untouched
from .tool import dump_words

LENGTH = 10  # of a chain in busy.py


def check_churn(context):
    """Stable threads are right in every dump, whatever comes and goes."""
    with context.start("churn") as target:
        for _ in range(context.counts["churn"]):
            context.check(target)


def chain_problem(frames, lines):
    """What is impossible about a stack of busy.py (newest first), or None."""
    stack = [frame for frame in frames if frame["file"] == "<chains>"][::-1]
    names = [frame["function"] for frame in stack]
    letter = names[1][0] if len(names) > 1 else ""
    possible = ["spin"] + [letter + str(number) for number in range(1, LENGTH + 1)]
    if names != possible[:len(names)]:
        return "no possible stack: %s" % names
    for caller, callee in zip(stack, stack[1:]):
        line = lines[caller["function"]] + 1
        if caller["function"] == "spin":
            line = lines["spin"] + (2 if callee["function"] == "a1" else 3)
        if caller["line"] != line:
            return "%s at line %s cannot call %s" % (
                caller["function"], caller["line"], callee["function"])
    first, last = lines[names[-1]], lines[names[-1]] + (3 if names[-1] == "spin" else 1)
    if not first <= stack[-1]["line"] <= last:
        return "%s has no line %s" % (names[-1], stack[-1]["line"])
    return None


def user_ticks(pid):
    """How long a process has computed."""
    with open("/proc/%d/stat" % pid) as line:
        return int(line.read().rsplit(")", 1)[1].split()[11])


def wait_until_spinning(pid):
    """Returns once a process has computed for longer than telling its truth takes."""
    begun = user_ticks(pid)
    while user_ticks(pid) < begun + 3:
        time.sleep(0.001)


def check_busy(context):
    """Each dump of a spinning thread is a stack that can exist."""
    with context.start("busy") as target:
        wait_until_spinning(target.pid)
        rounds = context.counts["busy"]
        holding = 0
        for _ in range(rounds):
            threads = context.tool.dump(target.pid)["threads"]
            expect(len(threads) == 1, "%d threads instead of 1", len(threads))
            frames = threads[0]["frames"]
            expect(len(frames) > 1, "only %d frames", len(frames))
            problem = chain_problem(frames, target.truth["lines"])
            expect(problem is None, "%s", problem)
            outermost = frames[-1]
            expect(outermost["function"] == "<module>", "no <module>: %r", outermost)
            holding += threads[0]["gil"]
        # 2.7 lets go of the GIL for a moment, even when no one waits for it.
        least = rounds if context.interpreter.version > (3, 0) else rounds // 2
        expect(holding >= least, "holds the GIL in %d dumps of %d", holding, rounds)


def check_epoll(context, script="polling"):
    """A blocked system call is not interrupted by being read."""
    with context.start(script) as target:
        for _ in range(20):
            context.check(target)
        target.poke()
        answer = target.read_line()
        expect(answer == {"interrupted": None, "poked": "!"}, "after the poke: %r", answer)


def check_epoll_with_gil(context):
    """Nor is one that blocks while its thread holds the GIL."""
    check_epoll(context, "holding")


def check_signals(context):
    """Every signal sent to a target that is being read is handled."""
    with context.start("signals") as target:
        done = threading.Event()
        problems = []
        reader = threading.Thread(target=dump_until, args=(context, target, done, problems))
        reader.start()
        try:
            for number in range(1, context.counts["signals"] + 1):
                target.signal(signal.SIGUSR1)
                answer = target.read_line()
                expect(answer == {"handled": number}, "signal %d: %r", number, answer)
        finally:
            done.set()
            reader.join()
        expect(not problems, "%s", problems and problems[0])


def dump_until(context, target, done, problems):
    try:
        while not done.is_set():
            dump = context.tool.dump(target.pid)
            names = [frame["function"] for frame in dump["threads"][0]["frames"]]
            expect(names[-2:] == ["wait", "<module>"], "stack is %s", names)
    except Exception as problem:  # told by the thread that waits for this one
        problems.append(problem)


def check_stopped(context):
    """A target that was stopped before is readable, and stays stopped."""
    with context.start("nested", state="T") as target:
        target.signal(signal.SIGSTOP)
        wait_for_state(target.pid, "T")
        context.check(target)
        check_untouched(target.pid, "T")


def wait_for_state(pid, state):
    while True:
        with open("/proc/%d/stat" % pid) as line:
            if line.read().rsplit(")", 1)[1].split()[0] == state:
                return


def check_killed_tool(context):
    """Whenever the tool is killed, its target runs on and answers."""
    with context.start("busy") as target:
        begun = time.monotonic()
        context.tool.dump(target.pid)
        whole = time.monotonic() - begun
        for _ in range(context.counts["kill"]):
            tool = context.tool.start(dump_words(target.pid))
            time.sleep(random.random() * whole)  # any moment of a dump
            tool.kill()
            tool.communicate()
            check_untouched(target.pid)
            target.signal(signal.SIGUSR1)
            answer = target.read_line()
            expect(answer == {"answer": signal.SIGUSR1}, "answer: %r", answer)


def check_interrupted_tool(context):
    """A tool that is asked to end lets go of its target too."""
    with context.start("threads") as target:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            tool = context.tool.start(dump_words(target.pid))
            time.sleep(random.random() * 0.02)
            tool.send_signal(number)
            tool.communicate()
            check_untouched(target.pid)
        context.check(target)


EACH = {
    "churn": check_churn,
    "busy": check_busy,
    "epoll": check_epoll,
    "epoll-with-gil": check_epoll_with_gil,
    "signals": check_signals,
    "stopped": check_stopped,
    "killed-tool": check_killed_tool,
    "interrupted-tool": check_interrupted_tool,
}
