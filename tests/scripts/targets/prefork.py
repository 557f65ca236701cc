"""A server that has forked workers: three that serve, one of them a grandchild, and its parent."""
import os
import sys

said, ready = os.pipe()
never, kept = os.pipe()  # whose end tells the workers that the server has gone


def wait_for_work():
    os.write(ready, b".")
    os.read(never, 1)


def serve():
    wait_for_work()


def special():
    pid = os.fork()
    if not pid:
        serve()
        os._exit(0)
    os.write(ready, b"%d " % pid)
    os.read(never, 1)


def fork(function):
    pid = os.fork()
    if not pid:
        os.close(kept)
        function()
        os._exit(0)
    return pid


pids = [fork(serve), fork(serve), fork(special)]
text = b""
while text.count(b".") < 3 or b" " not in text:
    text += os.read(said, 100)
print(" ".join(map(str, pids)), text.replace(b".", b"").decode())
print("ready %d" % os.getpid(), flush=True)
sys.stdin.read()
