"""Descendants of all kinds, each computing in a function of its own until its parent has ended."""
import os
import sys
import time

EXECUTED = ("import os, sys\n"
            "def executed(parent):\n"
            "    os.write(1, b'.')\n"
            "    while os.getppid() == parent: pass\n"
            "executed(int(sys.argv[1]))\n")


def forked(parent):
    os.write(1, b".")
    while os.getppid() == parent:
        pass
    os._exit(0)


def grandchild(parent):
    forked(parent)


def pooled(parent):
    os.write(1, b".")
    while os.getppid() == parent:
        pass


def fork_one(function):
    parent = os.getpid()
    pid = os.fork()
    if not pid:
        function(parent)
        os._exit(0)
    return pid


def fork_two(parent):
    me = os.getpid()
    if not os.fork():
        grandchild(me)
    forked(parent)


def start_pooled(parent):
    try:
        import multiprocessing
    except NotImplementedError:  # 2.7 without /dev/urandom
        return fork_one(pooled)
    process = multiprocessing.Process(target=pooled, args=(parent,))
    process.start()
    return process.pid


def execute(parent):
    os.execv(sys.executable, [sys.executable, "-S", "-c", EXECUTED, str(parent)])


if __name__ == "__main__":
    ready, said = os.pipe()
    keep = os.dup(1)
    os.dup2(said, 1)
    pids = [fork_one(forked), fork_one(fork_two), fork_one(execute)]
    pids.append(start_pooled(os.getpid()))
    dots = 0
    while dots < 5:
        dots += len(os.read(ready, 5))
    os.dup2(keep, 1)
    print(" ".join(map(str, pids)))
    print("ready %d" % os.getpid())
    sys.stdout.flush()
    while True:
        time.sleep(0.05)
