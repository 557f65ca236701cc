"""Forks all the time; each child looks whether it is its parent's equal, and untraced."""
import os

import truth

POLICY, PRIORITY = 41, 18  # fields of /proc/PID/stat


def traits():
    with open("/proc/self/status") as lines:
        found = [line for line in lines if line.startswith(("TracerPid", "Cpus_allowed:"))]
    with open("/proc/self/stat") as line:
        words = line.read().rsplit(")", 1)[1].split()
    return found + [words[POLICY - 3], words[PRIORITY - 3]]


def compute():
    for _ in range(20000):
        pass


def main():
    mine = traits()
    truth.say({"fd": None})
    for number in range(1 << 30):
        child = os.fork()
        if not child:
            os._exit(traits() != mine)
        compute()
        status = os.waitpid(child, 0)[1]
        if status or number % 50 == 49:
            truth.say({"status": status, "children": number + 1})


if __name__ == "__main__":
    main()
