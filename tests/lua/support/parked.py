"""Two threads with known stacks, until standard input ends."""
import os
import sys
import threading

started = threading.Event()


class Worker:
    def run(self):
        self.park()

    def park(self):
        started.set()
        threading.Event().wait()


def inner():
    print("parked", os.getpid(), flush=True)
    sys.stdin.read()


def outer():
    inner()


threading.Thread(target=Worker().run, name="worker", daemon=True).start()
started.wait()
outer()
os._exit(0)
