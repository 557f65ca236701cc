"""A small program to look at: named threads that work, wait, sleep and compute."""
import ctypes
import os
import queue
import threading
import time


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def compute(rounds):
    while True:
        fib(rounds % 20)
        rounds += 1


def handle(job):
    time.sleep(job["seconds"])


def work(jobs):
    while True:
        handle(jobs.get())


def idle(why):
    threading.Event().wait()


def allow_reading():
    """Where Yama lets only a parent look at its children, allow everyone of this user."""
    try:
        ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1 & 0xFFFFFFFFFFFFFFFF), 0, 0, 0)
    except (OSError, AttributeError):
        pass


def main():
    allow_reading()
    jobs = queue.Queue()
    for name, target, argument in [("worker", work, jobs), ("computer", compute, 18),
                                   ("idler", idle, "nothing to do")]:
        threading.Thread(target=target, args=(argument,), name=name, daemon=True).start()
    print("ready", os.getpid(), flush=True)
    for number in range(3600):
        jobs.put({"id": number, "seconds": 0.2})
        time.sleep(1)


if __name__ == "__main__":
    main()
