"""values THREADS DEPTH ITEMS: waiting threads with variables of every frame, one that computes, and a large dict."""


class Job(object):
    def __init__(self, number):
        self.number, self.name, self.tags = number, "job %d" % number, ["a", "b"]


never = threading.Lock()
never.acquire()
FRAMES = 3  # of threading's, and descend itself


def descend(depth, job, text="some text"):
    twice, pair, found, nothing = depth * 2, [depth, depth + 1], {"depth": depth}, None
    if depth:
        return descend(depth - 1, job), twice, pair, found, nothing
    return never.acquire()


def main(threads, depth, items):
    big = dict((i, str(i)) for i in range(items))
    for i in range(threads):
        thread = threading.Thread(target=descend, args=(depth - FRAMES, Job(i)))
        thread.daemon = True
        thread.start()
    ready()
    return spin(BASE), big


main(*map(int, arguments))
