"""Acknowledges every SIGUSR1, and counts them."""
import fcntl
import os
import signal
import sys

import truth

handled = []


def acknowledge(signum, frame):
    handled.append(signum)
    truth.say({"handled": len(handled)})


def alarm():
    """A descriptor that becomes readable with each signal, so that none is
    missed between a look and a wait."""
    readable, writable = os.pipe()
    fcntl.fcntl(writable, fcntl.F_SETFL, os.O_NONBLOCK)
    signal.set_wakeup_fd(writable)
    return readable


def wait(readable):
    truth.tell(sys._getframe(), fd=readable)
    while True:
        try:
            os.read(readable, 1)
        except EnvironmentError:
            pass  # 2.7: the signal itself interrupts


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, acknowledge)
    wait(alarm())
