"""Rows of what has to hold over time: signals that arrive, memory that does not grow."""
import os
import signal
import subprocess
import threading
import time

from .context import Scratch
from .figures import Result, in_turn
from .row import FEW, Row
from .rows_dump import dump_words
from .target import Target

USR1, USR2, OUT_OF_TURN = 1, 2, 3  # slots of targets/signals.py
SIGNALS = 50
KHZ_US = 1000


def send_signals(target):
    """Sends both in turn, each when the one before was handled; how many were handled."""
    handled = 0
    for i in range(SIGNALS):
        number, slot = [(signal.SIGUSR1, USR1), (signal.SIGUSR2, USR2)][i % 2]
        before = target.slot(slot)
        os.kill(target.pid, number)
        until = time.monotonic() + 2
        while target.slot(slot) == before and time.monotonic() < until:
            time.sleep(0.001)
        handled += target.slot(slot) == before + 1
    return handled - target.slot(OUT_OF_TURN)


def while_dumped(context, target):
    """Dumps in a loop until all signals are sent."""
    done = threading.Event()
    words = dump_words(context, target.pid)

    def dump():
        while not done.is_set():
            subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    thread = threading.Thread(target=dump)
    thread.start()
    try:
        return send_signals(target)
    finally:
        done.set()
        thread.join()


def while_sampled(context, target):
    """Samples until all signals are sent."""
    words = [os.path.join(context.helpers, "sample"), str(target.pid), "3600", "200", "exact",
             "one"]
    with Scratch() as scratch, open(scratch.path("stats"), "wb") as file:
        process = subprocess.Popen(words, stdout=file)
        try:
            time.sleep(0.2)
            return send_signals(target)
        finally:
            process.kill()
            process.wait()


def signals(context, python):
    with Target(python, "signals") as target:
        dumped, sampled = in_turn(context.n, lambda: while_dumped(context, target),
                                  lambda: while_sampled(context, target))
    bar = "%d of %d" % (SIGNALS, SIGNALS)
    context.add(Result("signals handled while dumped in a loop", python, dumped, "", bar=bar),
                Result("signals handled in order while sampled", python, sampled, "", bar=bar))


def memory(context, python):
    """At 1 kHz for a while: ten minutes in a full run."""
    seconds = 2 if context.options.quick else 600
    with Target(python, "deep", 50) as target:
        stats = context.sample(target.pid, seconds, KHZ_US)
    context.add(Result("memory after %d s at 1 kHz" % seconds, python, [stats["rss_kb"] / 1024],
                       "MiB", [stats["early_kb"] / 1024], "after a quarter", "≤ 10 MB"))


def peers_memory(context, python):
    title = "memory after some seconds at 1 kHz"
    seconds = int(context.seconds(5))
    with Target(python, "deep", 50) as target, Scratch() as scratch:
        for peer in context.peers:
            if not peer.samples or not peer.reads(python):
                continue

            def theirs(peer=peer):
                stacks = peer.sample(context, target.pid, seconds, KHZ_US, scratch.path("stacks"))
                return stacks.rss_kb / 1024
            lists = in_turn(
                1, lambda: context.sample(target.pid, seconds, KHZ_US)["rss_kb"] / 1024, theirs)
            context.add(Result(title, python, lists[0], "MiB", lists[1], peer.name))


ROWS = [
    Row("signals", "signals sent meanwhile", FEW, signals),
    Row("memory", "memory over time", [(3, 11)], memory),
    Row("peers-memory", "memory, beside peers", FEW, peers_memory),
]
