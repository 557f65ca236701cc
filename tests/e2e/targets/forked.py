"""A child that a worker thread forked: its one thread is the child's main one."""
import os
import threading

import truth


@truth.blocks
def wait_for(child):
    os.waitpid(child, 0)


def fork():
    child = os.fork()
    if child:
        wait_for(child)
    else:
        # 2.7 keeps the thread states of threads that the child does not have.
        truth.park(ghosts=truth.PYTHON_2)
        os._exit(0)


if __name__ == "__main__":
    worker = threading.Thread(target=fork, name="forker")
    worker.start()
    worker.join()
