"""The Python process that the Lua tests look at."""
import os
import subprocess
import sys

from .settling import settles

HERE = os.path.dirname(os.path.abspath(__file__))


class Target:
    def __init__(self, script="parked.py"):
        python = os.environ.get("PF_PYTHON3") or sys.executable
        self.process = subprocess.Popen([python, os.path.join(HERE, script)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        # A wrapper may have started the interpreter, which therefore says its pid itself.
        words = self.process.stdout.readline().split()
        if len(words) != 2 or words[0] != b"parked":
            raise SystemExit("Bail out! the target does not start")
        self.pid = int(words[1])
        if not settles(self.process, self.pid):
            raise SystemExit("Bail out! the target does not settle")

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.process.stdin.close()
        self.process.wait()

    def status(self):
        with open("/proc/%d/status" % self.pid) as file:
            return file.read()

    def runs_freely(self):
        fields = dict(line.split(":\t", 1) for line in self.status().splitlines())
        return fields["TracerPid"] == "0" and fields["State"][0] in "RS"
