"""Two threads with known stacks, until standard input ends."""
import functools
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


class Queue:
    maxsize = 10

    def __init__(self):
        self.name = "jobs"
        self.items = [1, 2, 3]

    @property
    def size(self):
        return 3


class Order:
    __slots__ = ("tenant", "queue")

    def __init__(self, tenant):
        self.tenant = tenant
        self.queue = Queue()


def inner(order, count, *rest, **more):
    table = {"a": 1, "b": [1.5, None, True], 3: (order,)}
    large, text = 2**100, "h\u00e9llo\n"
    if not count:
        unbound = None
    print("parked", os.getpid(), flush=True)
    sys.stdin.read()
    return (table, large, text) if count else unbound


inner = functools.partial(inner, Order("acme"), 3, 4, 5, key="v")


def outer():
    inner()


threading.Thread(target=Worker().run, name="worker", daemon=True).start()
started.wait()
outer()
os._exit(0)
