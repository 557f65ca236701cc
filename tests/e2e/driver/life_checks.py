"""Sampling targets that live: threads, signals, forks, execs, ends, and samplers that are killed."""
import contextlib
import os
import random
import signal
import subprocess
import sys
import time

from .input_checks import child
from .interpreters import HERE
from .motion_checks import wait_for_state
from .outcome import Skip, expect, only_few
from .sampled import Sampling, few_failed, sample
from .target import check_untouched, fields, task_files

POLICY, RT_PRIORITY, NICE = 41, 40, 19  # fields of /proc/PID/stat


def traits(pid):
    """How each thread is scheduled: that must not change."""
    found = {}
    for path in task_files(pid, "stat"):
        with contextlib.suppress(OSError, ValueError):
            with open(path) as line:
                words = line.read().rsplit(")", 1)[1].split()
            status = fields(path + "us")
            found[path] = ([words[field - 3] for field in (POLICY, RT_PRIORITY, NICE)] +
                           [status["Cpus_allowed"]])
    return found


@contextlib.contextmanager
def sampling(context, target, *words, **options):
    """A sampler that runs until the body is done; the body gets a list for its result."""
    running = Sampling(context.sampler, target.pid, words, **options)
    try:
        yield running.await_start()
    finally:
        running.kill()


def little_memory(stats):
    """Fails when the sampler has taken more than 10 MiB; a sanitizer takes more than we do."""
    expect(stats["late_kb"] < 10240 or "PF_SANITIZED" in os.environ, "%r", stats)


def has_function(frames, name):
    return any(frame["function"] == name for frame in frames)


def check_idle_crowd(context):
    """One thread computes among 64 that wait: it is all that there is to see."""
    with context.start("crowd", "64", "5", "idle") as target:
        before = traits(target.pid)
        sampled = sample(context, target.pid, "samples", 1000)
        few_failed(sampled)
        strange = [frames for frames, _, _ in sampled.of_state("gil")
                   if not has_function(frames, "spin")]
        expect(not strange, "who has the GIL does not compute: %r", strange[:1])
        all_threads = sample(context, target.pid, "threads", "samples", 300)
        few_failed(all_threads)
        waiting = all_threads.states().get("waiting", 0)
        expect(waiting >= 64 * 300 * 0.99, "%d waiting rows in 300 moments", waiting)
        calls = all_threads.calls("waiting")
        expect(max((count, call) for call, count in calls.items())[0] >= 0.99 * waiting and
               calls.get(-1, 0) <= 0.01 * waiting, "they all read: %r", calls)
        for frames, _, _ in all_threads.of_state("waiting"):
            depth = sum(frame["function"] == "wait" for frame in frames)
            expect(depth == 6 or has_function(frames, "spin"), "a stack of %d: %r", depth, frames)
        expect(before == traits(target.pid), "the target is scheduled in another way")


def check_huge_crowd(context):
    """More threads than we may have files open."""
    with context.start("crowd", "300", "1", "idle") as target:
        sampled = sample(context, target.pid, "threads", "samples", 50,
                         prefix=["sh", "-c", "ulimit -n 128; exec \"$@\"", "sh"])
        few_failed(sampled)
        waiting = sampled.states().get("waiting", 0)
        expect(waiting >= 300 * 50 * 0.99, "%d waiting rows in 50 moments", waiting)


def check_busy_crowd(context):
    """Twenty threads, thirty calls deep, that all want the GIL."""
    with context.start("crowd", "20", "28", "busy") as target:
        sampled = sample(context, target.pid, "threads", "samples", 500, "interval-us", 2000)
        # Before 3.7 a GIL in between two holders says nothing of who is on the way to it.
        few_failed(sampled, 0.05 if context.interpreter.version > (3, 6) else 0.3)
        states, told = sampled.states(), context.interpreter.version >= (3, 7)
        rows = states.get("waiting", 0) + states.get("gil-wait", 0)
        expect(states.get("gil-wait", 0) >= 0.8 * rows if told else "gil-wait" not in states,
               "they all want the GIL: %r", states)
        for frames, _, _ in sampled.of_state("gil", "gil-wait", "waiting", "running"):
            depth = sum(frame["function"] == "spin" for frame in frames)
            expect(depth in (0, 3, 29), "a stack of %d: %r", depth, frames[:3])
        expect(sampled.stats["longest_pause_ns"] < 200e6, "%r", sampled.stats)


def check_deep(context):
    """Stacks of 20,000 frames."""
    with context.start("crowd", "1", "20000", "busy") as target:
        sampled = sample(context, target.pid, "samples", 20, "interval-us", 20000,
                         "max-pause-us", 20000)
        few_failed(sampled, 0.5)
        expect(sampled.stats["longest_pause_ns"] < 200e6, "%r", sampled.stats)


def check_orphaned(context):
    """Who had the GIL last has ended: that is no reason not to see the others."""
    with context.start("orphaned") as target:
        while len(os.listdir("/proc/%d/task" % target.pid)) > 1:
            time.sleep(0.001)
        sampled = sample(context, target.pid, "threads", "samples", 100)
        few_failed(sampled, 0)
        expect(sampled.states() == {"waiting": 100}, "%r", sampled.states())


def check_churn(words):
    """Threads that start and end all the time."""
    def check(context):
        with context.start("churn") as target:
            sampled = sample(context, target.pid, "samples", 2000, *words)
            few_failed(sampled, 0.2)  # a thread may be over before it is known
            little_memory(sampled.stats)

    return check


def check_isolated(how):
    """Interpreters with a GIL of their own, or with one GIL for all."""
    def check(context):
        with context.start("isolated", how) as target:
            sampled = sample(context, target.pid, "samples", 1000)
        few_failed(sampled)
        counts = {}
        for frames, thread, count in sampled.of_state("gil"):
            interpreter = sampled.threads[thread][2]
            for name, is_main in (("outside", True), ("inside", False)):
                if has_function(frames, name):
                    expect((interpreter == 0) == is_main, "%s in interpreter %d", name,
                           interpreter)
                    counts[name] = counts.get(name, 0) + count
        least = 300 if how == "own" else 50  # shared: they take turns
        expect(min(counts.get(name, 0) for name in ("inside", "outside")) >= least,
               "samples of both: %r", counts)

    return check


def check_signals(words):
    """Every signal is handled, in order, while the target is sampled."""
    def check(context):
        with context.start("signals") as target:
            with sampling(context, target, "interval-us", 200, *words):
                for number in range(1, context.counts["signals"] + 1):
                    target.signal(signal.SIGUSR1)
                    answer = target.read_line()
                    expect(answer == {"handled": number}, "signal %d: %r", number, answer)

    return check


def check_killed(words):
    """Whenever the sampler is killed, its target runs on as it was and answers."""
    def check(context):
        with context.start("busy") as target:
            before = traits(target.pid)
            for _ in range(context.counts["kill"]):
                with sampling(context, target, "interval-us", 0, *words):
                    time.sleep(random.random() * 0.02)  # any moment
                check_untouched(target.pid)
                expect(before == traits(target.pid), "the target is scheduled in another way")
                target.signal(signal.SIGUSR1)
                answer = target.read_line()
                expect(answer == {"answer": signal.SIGUSR1}, "answer: %r", answer)

    return check


def check_epoll(words, beside=()):
    """A blocked system call is not interrupted by exact sampling."""
    def check(context):
        with context.start("beside", *beside) as target:
            few_failed(sample(context, target.pid, "samples", 1000, *words), 0.2)
            target.poke()
            answer = target.read_line()
            expect(answer == {"interrupted": None}, "after the poke: %r", answer)

    return check


def check_stopped(context):
    """A target that somebody has stopped does not run, and stays stopped."""
    with context.start("busy", state="T") as target:
        target.signal(signal.SIGSTOP)
        wait_for_state(target.pid, "T")
        for words in ((), ("threads",)):
            states = sample(context, target.pid, "samples", 200, *words).states()
            expect(sum(states.values()) == 200 and not set(states) - {"idle", "waiting"},
                   "states: %r", states)
            check_untouched(target.pid, "T")


def check_already_traced(context):
    """Another tracer is no harm where nothing needs to be stopped."""
    if os.geteuid() != 0:
        raise Skip("needs a real-time priority")
    with context.start("busy") as target:
        with child(sys.executable, os.path.join(HERE, "tracer.py"), str(target.pid)) as tracer:
            expect(tracer.stdout.readline() == b"traced\n", "cannot trace %d", target.pid)
            for _ in range(2):
                sampled = sample(context, target.pid, "samples", 1000)
                if sampled.stats["failed"] < 50:
                    return
            few_failed(sampled)  # a virtual processor that stands still costs a second


def check_forking(context):
    """A target that forks: nothing of what we do is inherited by its children."""
    with context.start("forking") as target:
        with sampling(context, target, "interval-us", 200):
            for _ in range(5):
                answer = target.read_line()
                expect(answer["status"] == 0, "a child is not its parent's equal: %r", answer)


def check_successor(mode):
    """A target that becomes another Python is followed."""
    def check(context):
        with context.start("successor", "python") as target:
            with sampling(context, target, mode, "seconds", 3) as running:
                target.signal(signal.SIGUSR1)
                answer = target.read_line()
                expect(answer == {"became": target.pid}, "answer: %r", answer)
                sampled = running.end()
            expect(any(has_function(frames, "after") for frames, _, _ in sampled.of_state("gil")),
                   "the new program was not sampled: %r", sampled.stats)

    return check


def check_other_successor(context):
    """A target that becomes something else: sampling ends, and says so."""
    only_few(context)
    with context.start("successor", "other") as target:
        with sampling(context, target, "interval-us", 1000) as running:
            target.signal(signal.SIGUSR1)
            sampled = running.end()
        expect(str(target.pid) in sampled.stats["reason"], "reason: %r", sampled.stats)


def check_end(context):
    """A target that ends: sampling ends, and says so."""
    command = context.interpreter.command("crowd", "4", "5", "busy")
    process = subprocess.Popen(command, env=context.interpreter.environment(), cwd="/",
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    try:
        process.stdout.readline()
        running = Sampling(context.sampler, process.pid, ["threads"]).await_start()
        process.kill()
        process.wait()
        sampled = running.end()
        expect(str(process.pid) in sampled.stats["reason"], "reason: %r", sampled.stats)
    finally:
        process.kill()
        process.communicate()


def check_one_processor(context):
    """As fast as it goes on one processor: the target is not starved."""
    one = str(min(os.sched_getaffinity(0)))
    with context.start("busy") as target:
        subprocess.run(["taskset", "-acp", one, str(target.pid)], check=True,
                       stdout=subprocess.DEVNULL)
        sampled = sample(context, target.pid, "samples", 5000, "interval-us", 0,
                         prefix=["taskset", "-c", one])
        few_failed(sampled)
        stats = sampled.stats
        expect(stats["cpu_ns"] < 0.5 * stats["elapsed_ns"], "takes too much: %r", stats)


def check_memory(context):
    """Sampling for long takes no more memory than for a moment."""
    only_few(context)
    seconds = context.counts["seconds"]
    if not seconds:
        raise Skip("takes its time: --full")
    with context.start("crowd", "8", "20", "busy") as target:
        stats = sample(context, target.pid, "threads", "seconds", seconds).stats
        little_memory(stats)
        expect(stats["late_kb"] <= stats["early_kb"] + 1024, "memory grows: %r", stats)


EACH = {
    "sampling-idle-crowd": check_idle_crowd,
    "sampling-huge-crowd": check_huge_crowd,
    "sampling-busy-crowd": check_busy_crowd,
    "sampling-deep": check_deep,
    "sampling-orphaned": check_orphaned,
    "sampling-churn": check_churn(()),
    "sampling-churn-threads": check_churn(("threads",)),
    "sampling-churn-nonstop": check_churn(("nonstop", "threads")),
    "sampling-own-gil": check_isolated("own"),
    "sampling-shared-gil": check_isolated("shared"),
    "sampling-signals": check_signals(()),
    "sampling-signals-threads": check_signals(("threads",)),
    "sampling-killed": check_killed(()),
    "sampling-killed-threads": check_killed(("threads",)),
    "sampling-epoll": check_epoll(()),
    "sampling-epoll-threads": check_epoll(("threads",)),
    "sampling-epoll-computing": check_epoll(("threads",), ("compute",)),
    "sampling-stopped": check_stopped,
    "sampling-already-traced": check_already_traced,
    "sampling-forking": check_forking,
    "sampling-successor": check_successor("exact"),
    "sampling-successor-nonstop": check_successor("nonstop"),
    "sampling-other-successor": check_other_successor,
    "sampling-end": check_end,
    "sampling-one-processor": check_one_processor,
    "sampling-memory": check_memory,
}
