"""Threads that start and end all the time, around stable ones."""
import threading

import truth

STABLE = 4


def work(depth):
    if depth:
        work(depth - 1)


def pause(depth):
    if depth:
        pause(depth - 1)
    else:
        truth.rest()


def start(target, depth):
    worker = threading.Thread(target=target, args=(depth,), name="%s-%d" % (target.__name__, depth))
    worker.daemon = True
    worker.start()
    return worker


def stir():
    while True:
        for worker in [start(work, depth) for depth in range(8)]:
            worker.join()


if __name__ == "__main__":
    for depth in range(STABLE):
        start(pause, depth)
    stirrer = threading.Thread(target=stir, name="stirrer")
    stirrer.daemon = True
    stirrer.start()
    truth.park(others=STABLE, more=True)
