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
    if not os.path.exists("/proc/self/stat"):
        truth.skip("needs /proc")
    mine = traits()
    truth.say({"fd": None})
    number = 0
    while True:
        number += 1
        child = os.fork()
        if not child:
            os._exit(traits() != mine)
        compute()
        status = os.waitpid(child, 0)[1]
        if status or number % 50 == 0:
            truth.say({"status": status, "children": number})


if __name__ == "__main__":
    main()
