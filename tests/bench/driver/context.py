"""What rows are measured with: the helpers, options, and where results go."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE = 180  # seconds that a helper gets beyond the time it was asked to run


class Missing(Exception):
    """Something is not there, or cannot do this: its figures are left out."""


class Context:
    def __init__(self, options, peers):
        self.options, self.peers = options, peers
        self.results, self.missing = [], []
        self.helpers = os.path.join(options.build, "tests", "bench")
        self.tool = os.path.join(options.build, "pyflame-shell")

    @property
    def n(self):
        return 2 if self.options.quick else self.options.n

    def seconds(self, usual):
        """How long a window is."""
        return min(usual, 1.0) if self.options.quick else usual

    def count(self, usual):
        """How many of something cheap are taken."""
        return max(10, usual // 20) if self.options.quick else usual

    def say(self, text):
        print("bench: " + text, file=sys.stderr, flush=True)

    def add(self, *results):
        for result in results:
            self.say("    " + result.brief())
        self.results.extend(results)

    def attempt(self, row, python):
        try:
            row.function(self, python)
        except Missing as missing:
            self.leave_out("%s, %s: %s" % (row.title, python.label, missing))
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:
            self.leave_out("%s, %s: %s" % (row.title, python.label, error))

    def leave_out(self, text):
        self.say("left out: " + text)
        if text not in self.missing:
            self.missing.append(text)

    def peer(self, name, python):
        """The peer of that name, or None when it is not there or does not read that Python."""
        for peer in self.peers:
            if peer.name == name and peer.reads(python):
                return peer
        return None

    def helper(self, name, *words, wait=0):
        """What the helper of that name printed, decoded."""
        command = [os.path.join(self.helpers, name)] + [str(word) for word in words]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=PATIENCE + wait)
        errors = done.stderr.decode(errors="replace").strip()
        if done.returncode:
            raise Missing("%s: %s" % (name, errors or "exit status %d" % done.returncode))
        return json.loads(done.stdout.decode())

    def sample(self, pid, seconds, interval_us, mode="exact", threads=False, *more):
        who = "threads" if threads else "one"
        return self.helper("sample", pid, seconds, interval_us, mode, who, *more, wait=seconds)

    def once(self, *command, output="/dev/null"):
        done = self.helper("once", output, *command)
        if done["status"]:
            raise Missing("%s ended with status %d" % (os.path.basename(command[0]),
                                                       done["status"]))
        return done


class Scratch:
    """A folder of our own, gone at the end of the block."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="pf-bench-")
        return self

    def __exit__(self, *reason):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)
