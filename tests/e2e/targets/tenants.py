"""Threads that work for one tenant and the other in turn: what a variable says is what is called."""
import threading
import time

import truth


def for_acme():
    for _ in range(60):
        pass


def for_umbrella():
    for _ in range(60):
        pass


def serve():
    turns = (("acme", for_acme), ("umbrella", for_umbrella))
    while True:
        for tenant, work in turns:
            work()


for _ in range(2):
    thread = threading.Thread(target=serve)
    thread.daemon = True
    thread.start()
truth.say({"fd": None})
while True:
    time.sleep(1)
