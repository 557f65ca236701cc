"""Computes, and when it gets SIGUSR1 becomes another program: successor.py python|other"""
import os
import signal
import sys

import truth

OTHER = "/bin/sleep"


def become(signum, frame):
    if sys.argv[1] == "other":
        os.execv(OTHER, [OTHER, "1000"])
    os.execv(sys.executable, [sys.executable, os.path.abspath(__file__), "last"])


def before():
    while True:
        pass


def after():
    while True:
        pass


if __name__ == "__main__":
    if not os.path.exists(OTHER):
        truth.skip("no " + OTHER)
    if sys.argv[1] == "last":
        truth.say({"became": os.getpid()})
        after()
    signal.signal(signal.SIGUSR1, become)
    truth.say({"fd": None})
    before()
