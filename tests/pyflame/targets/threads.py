"""Two threads that wait, each in a function of its own, and the main one."""
import os
import sys
import threading

started = threading.Semaphore(0)
never = threading.Lock()
never.acquire()


def wait():
    started.release()
    never.acquire()


def sleep_a():
    wait()


def sleep_b():
    wait()


for function in (sleep_a, sleep_b):
    thread = threading.Thread(target=function)
    thread.daemon = True
    thread.start()
started.acquire()
started.acquire()
print("ready %d" % os.getpid())
sys.stdout.flush()
sys.stdin.readline()
os._exit(0)
