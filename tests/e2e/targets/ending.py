"""Lives for a moment: starts, calls a little, starts a thread, ends."""
import threading


def work(depth):
    if depth:
        work(depth - 1)


if __name__ == "__main__":
    worker = threading.Thread(target=work, args=(500,))
    worker.start()
    work(500)
    worker.join()
