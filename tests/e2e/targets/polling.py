"""Blocked in epoll; once poked, tells whether anything interrupted it."""
import os
import select
import sys

import truth


@truth.blocks
def wait(poller):
    truth.tell(sys._getframe(), fd=poller.fileno())
    poller.poll()


def main():
    poller = select.epoll()
    poller.register(0, select.EPOLLIN)
    try:
        wait(poller)
    except (IOError, OSError) as error:
        truth.say({"interrupted": str(error)})
    else:
        truth.say({"interrupted": None, "poked": os.read(0, 1).decode("ascii")})
    truth.rest()


if __name__ == "__main__":
    main()
