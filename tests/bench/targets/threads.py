"""threads COUNT DEPTH BUSY: so many threads of so many frames; BUSY of them compute, others wait."""

FRAMES = 4  # three of threading's, and work; then those of descend, and spin when it computes
never = threading.Lock()
never.acquire()
go = threading.Event()


def work(depth, at):
    go.wait()
    if at:
        descend(depth - FRAMES - 1, spin, at)
    else:
        descend(depth - FRAMES, never.acquire)


def main(count, depth, busy):
    for i in range(count):
        at = BASE + 8 * i if i < busy else 0
        thread = threading.Thread(target=work, args=(depth, at))
        thread.daemon = True
        thread.start()
    ready()
    go.set()
    while True:
        time.sleep(60)


main(*map(int, arguments))
