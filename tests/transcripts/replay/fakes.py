"""Made-up processes: starting fake_python, and waiting until all its threads sleep."""
import os
import re
import subprocess
import time

FILES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "files")
PATIENCE = 120


def field(tid, name):
    with open("/proc/%d/status" % tid, encoding="utf-8", errors="replace") as file:
        return dict(line.split(":\t", 1) for line in file if ":\t" in line)[name].strip()


class Fake:
    """One; .ids are its process id and those of its other threads."""

    def __init__(self, program):
        self.process = subprocess.Popen(["python3", "app.py"], executable=program, cwd=FILES,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        words = self.process.stdout.readline().split()
        if len(words) != 5 or words[0] != b"ready":
            raise SystemExit("Bail out! %s does not start" % program)
        self.ids = [int(word) for word in words[1:4]]
        self.runtime = words[4].decode()
        self.settle()

    def settle(self):
        """Whether all its threads sleep, once those that have just been let go do so again."""
        end = time.monotonic() + PATIENCE
        states = {"R"}
        while states & {"R", "D"} and time.monotonic() < end:
            states = {field(tid, "State")[0] for tid in self.ids}
        return states == {"S"}

    def runs_freely(self):
        return self.settle() and all(field(tid, "TracerPid") == "0" for tid in self.ids)

    def end(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Fakes:
    """Some of them; their ids are no numbers of TEXT, where they would be taken for these."""

    def __init__(self, program, count, text):
        self.program, self.count, self.all = program, count, []
        self.taken = set(re.findall(r"[0-9]+", text))

    def __enter__(self):
        for _ in range(10):
            self.all = [Fake(self.program) for _ in range(self.count)]
            if not any(str(number) in self.taken for fake in self.all for number in fake.ids):
                return self
            self.__exit__()
        raise SystemExit("Bail out! all ids of processes are numbers of the transcript")

    def __exit__(self, *exception):
        for fake in self.all:
            fake.end()
        self.all = []

    def run_freely(self):
        return all(fake.runs_freely() for fake in self.all)
