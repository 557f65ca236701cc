"""The main thread is blocked in epoll while others run: one computes, one is in the kernel.

Once poked, tells whether anything interrupted the main one.
"""
import os
import select
import threading

import truth


def compute():
    while True:
        for _ in range(1000):
            pass


def read_zeros():
    zeros = os.open("/dev/zero", os.O_RDONLY)
    while True:
        os.read(zeros, 1 << 22)


def start(target):
    worker = threading.Thread(target=target)
    worker.daemon = True
    worker.start()


def wait(poller):
    truth.say({"fd": poller.fileno()})
    poller.poll()


def main():
    poller = select.epoll()
    poller.register(0, select.EPOLLIN)
    start(read_zeros)
    if "compute" in truth.sys.argv:
        start(compute)
    try:
        wait(poller)
    except (IOError, OSError) as error:
        truth.say({"interrupted": str(error)})
    else:
        truth.say({"interrupted": None})
    truth.rest()


if __name__ == "__main__":
    main()
