"""Blocked for good, after a thread that has ended was the last one to have the GIL."""
import os
import threading

import truth

gate = os.pipe()


def work():
    for _ in range(300000):
        pass


@truth.blocks
def wait():
    truth.tell(truth.sys._getframe(), fd=gate[0])
    threading.Thread(target=work).start()
    os.read(gate[0], 1)


if __name__ == "__main__":
    wait()
