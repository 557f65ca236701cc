"""Blocked in epoll with the GIL held; once poked, tells whether anything interrupted it."""
import os
import select
import sys

import truth

try:
    import ctypes
except ImportError:
    truth.skip("no ctypes")


library = ctypes.PyDLL(None, use_errno=True)  # its calls keep the GIL


@truth.blocks
def wait(poller, events):
    truth.tell(sys._getframe(), fd=poller.fileno(), known={"gil": True})
    library.epoll_wait(poller.fileno(), events, 1, -1)


def main():
    poller = select.epoll()
    poller.register(0, select.EPOLLIN)
    ctypes.set_errno(0)
    wait(poller, ctypes.create_string_buffer(64))
    if ctypes.get_errno():
        truth.say({"interrupted": os.strerror(ctypes.get_errno())})
    else:
        truth.say({"interrupted": None, "poked": os.read(0, 1).decode("ascii")})
    truth.rest()


if __name__ == "__main__":
    main()
