"""Runs tests/support/sample, and reads what it says."""
import json
import os
import subprocess

from .outcome import Failure, Skip, expect

PATIENCE = 300


class Sampled:
    """What sampling gave: `stats`, and rows of (thread, stack, state, count, system call)."""

    def __init__(self, text):
        self.stats = json.loads(text)
        self.places = [place and dict(zip(("function", "file", "line"), place))
                       for place in self.stats.pop("places")]
        self.stacks = self.stats.pop("stacks")
        self.threads = self.stats.pop("threads")
        self.rows = self.stats.pop("tally")
        self.each = self.stats.pop("each")

    def states(self):
        """How many rows there are of each state."""
        counts = {}
        for _, _, state, count, _ in self.rows:
            counts[state] = counts.get(state, 0) + count
        return counts

    def calls(self, *states):
        """How many rows of these states there are of each system call; -1: none, or not known."""
        counts = {}
        for _, _, state, count, call in self.rows:
            if state in states:
                counts[call] = counts.get(call, 0) + count
        return counts

    def frames(self, stack):
        """A stack's frames, the newest first."""
        found = []
        while stack:
            stack, place = self.stacks[stack]
            found.append(self.places[place])
        return found

    def of_state(self, *states):
        """(frames, thread, count) of the rows of these states; frames are newest first."""
        return [(self.frames(stack), thread, count)
                for thread, stack, state, count, _ in self.rows if state in states]

    def newest(self):
        """How often each function was the newest of who had the GIL."""
        counts = {}
        for frames, _, count in self.of_state("gil"):
            if frames:
                name = frames[0]["function"]
                counts[name] = counts.get(name, 0) + count
        return counts


class Sampling:
    """A sampler that runs."""

    def __init__(self, program, pid, words, prefix=()):
        if not os.path.exists(program):
            raise Skip("no %s: make check builds it" % program)
        self.process = subprocess.Popen(
            list(prefix) + [program, str(pid)] + [str(word) for word in words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)

    def await_start(self):
        """Returns once it is attached and about to take its first sample."""
        line = self.process.stdout.readline()
        if line != b"started\n":
            raise Failure("the sampler does not start: %s" % self.process.stderr.read().decode())
        return self

    def end(self):
        try:
            output, errors = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failure("sampling does not end")
        expect(self.process.returncode == 0, "sampling: exit status %d: %s",
               self.process.returncode, errors.decode("utf-8", "replace"))
        return Sampled(output.decode("utf-8").splitlines()[-1])

    def kill(self):
        self.process.kill()
        self.process.communicate()


def sample(context, pid, *words, **options):
    """Samples to the end."""
    sampling = Sampling(context.sampler, pid, words, **options)
    try:
        return sampling.await_start().end()
    finally:
        sampling.kill()


def few_failed(sampled, share=0.05):
    """Fails when more than a share of the moments could not be read."""
    stats = sampled.stats
    expect(stats["taken"] > 0, "nothing was sampled: %r", stats)
    expect(stats["failed"] <= share * (stats["taken"] + stats["failed"]),
           "too many moments failed: %r", stats)
