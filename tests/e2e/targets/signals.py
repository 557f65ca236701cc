"""Acknowledges every SIGUSR1, and counts them."""
import signal
import sys

import truth

handled = []


def acknowledge(signum, frame):
    handled.append(signum)
    truth.say({"handled": len(handled)})


def wait():
    truth.tell(sys._getframe(), fd=None)
    while True:
        signal.pause()


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, acknowledge)
    wait()
