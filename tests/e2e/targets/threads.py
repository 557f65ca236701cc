"""Sixty-four named threads, each with a stack of its own depth."""
import threading

import truth

COUNT = 64


def work(depth):
    if depth:
        work(depth - 1)
    else:
        truth.rest()


def start(number):
    worker = threading.Thread(target=work, args=(number % 7,), name="worker-%02d" % number)
    worker.daemon = True
    worker.start()


if __name__ == "__main__":
    for number in range(COUNT):
        start(number)
    truth.park(others=COUNT)
