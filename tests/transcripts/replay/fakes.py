"""Made-up processes: starting fake_python, and waiting until all its threads sleep."""
import os
import subprocess
import time

FILES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "files")
PATIENCE = 20


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
        end = time.monotonic() + PATIENCE
        while not self.sleeps() and time.monotonic() < end:
            time.sleep(0.001)

    def sleeps(self):
        return all(field(tid, "State")[0] == "S" for tid in self.ids)

    def runs_freely(self):
        return self.sleeps() and all(field(tid, "TracerPid") == "0" for tid in self.ids)

    def end(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Fakes:
    def __init__(self, program, count):
        self.program, self.count, self.all = program, count, []

    def __enter__(self):
        """Starts them anew when some ids have a digit more than others: tables have one width."""
        for _ in range(3):
            self.all = [Fake(self.program) for _ in range(self.count)]
            if len({len(str(number)) for fake in self.all for number in fake.ids}) < 2:
                break
            self.__exit__()
        else:
            raise SystemExit("Bail out! the ids of processes do not become equally long")
        return self

    def __exit__(self, *exception):
        for fake in self.all:
            fake.end()
        self.all = []

    def run_freely(self):
        return all(fake.runs_freely() for fake in self.all)
