"""Locks, queues, threads and tasks: what one looks for when a program hangs."""
import _socket
import os
import socket
import sys
import threading

from cases import like, own, says

try:
    import queue
except ImportError:
    import Queue as queue

TASKS = """
async def sleeps(future):
    await future

async def begin(made):
    future = loop.create_future()
    made.append(loop.create_task(sleeps(future)))
    made.append(future)
    await asyncio.sleep(0)
"""


def locks():
    own("lock_free", threading.Lock())
    held = threading.Lock()
    held.acquire()
    own("lock_held", held)
    own("rlock_free", threading.RLock())
    mine = threading.RLock()
    mine.acquire()
    mine.acquire()
    own("rlock_held", mine)
    on, off = threading.Event(), threading.Event()
    on.set()
    like("event_set", on, r"<threading\._?Event (object )?at @.*\b(is_)?set\b.*")
    like("event_unset", off, r"<threading\._?Event (object )?at @.*\bunset\b.*")
    like("condition", threading.Condition(), r"<.*Condition.*>.*")
    like("semaphore", threading.Semaphore(3), r"<.*Semaphore.*3.*>.*")


def queues():
    filled, small = queue.Queue(), queue.Queue(5)
    for number in range(3):
        filled.put(number)
    kind = r"<%s\.Queue (object|instance) at @" % queue.__name__
    like("queue", filled, kind + r".*\b3\b.*")
    like("queue_empty", queue.Queue(), kind + r".*\b0\b.*")
    like("queue_bounded", small, kind + r".*\b5\b.*")
    if hasattr(queue, "SimpleQueue"):
        like("queue_simple", queue.SimpleQueue(), r"<_queue\.SimpleQueue object at @>.*")


def sockets():
    one, other = socket.socketpair()
    if sys.version_info[0] == 2:
        own("socket", one)
        return
    says("socket", one, "<socket.socket fd=%d, family=1, type=1, proto=0>" % one.fileno())
    own("socket_bare", _socket.socket(1, 1, 0, os.dup(one.fileno())))
    other.close()
    says("socket_closed", other, "<socket.socket [closed] fd=-1, family=1, type=1, proto=0>")


def threads():
    gate = os.pipe()
    alive = threading.Thread(target=os.read, args=(gate[0], 1), name="worker")
    daemon = threading.Thread(target=os.read, args=(gate[0], 1))
    done = threading.Thread(target=int, name="done")
    daemon.daemon = True
    for thread in (alive, daemon, done):
        thread.start()
    done.join()
    own("thread_alive", alive)
    own("thread_daemon", daemon)
    own("thread_done", done)
    own("thread_initial", threading.Thread(name="never"))
    own("thread_main", threading.current_thread())
    like("thread_local", threading.local(), r"<_?thread\._local object at @>.*")


def tasks():
    import asyncio

    made = []
    scope = {"asyncio": asyncio, "loop": asyncio.new_event_loop()}
    exec(TASKS, scope)
    scope["loop"].run_until_complete(scope["begin"](made))
    task, future = made
    like("task", task, r"<(_asyncio\.)?Task pending.*sleeps.*>.*")
    like("future", future, r"<(_asyncio\.)?Future pending.*>.*")
    done = scope["loop"].create_future()
    done.set_result([7])
    like("future_done", done, r"<(_asyncio\.)?Future finished.*\[7\].*>.*")


def fill():
    locks()
    queues()
    sockets()
    threads()
    if sys.version_info >= (3, 7):
        tasks()
