"""Deep recursion: the first argument is how many frames."""
import sys
import threading

import truth

BYTES_PER_FRAME = 2048  # of C stack, which a call takes up to 3.10


def descend(left):
    if left:
        descend(left - 1)
    else:
        truth.park(others=1)


def main(depth):
    sys.setrecursionlimit(depth + 1000)
    threading.stack_size(max(1 << 20, depth * BYTES_PER_FRAME))
    worker = threading.Thread(target=descend, args=(depth,), name="deep")
    worker.start()
    truth.rest()


if __name__ == "__main__":
    main(int(sys.argv[1]))
