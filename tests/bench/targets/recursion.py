"""recursion DEPTH LOOPS: goes up and down all the time, with some work at the bottom."""

IN_MAIN, IN_DOWN, IN_LEAF = MARKS[1:4]


def leaf(loops):
    page[0] = IN_LEAF
    i = 0
    while i < loops:
        i += 1


def down(depth, loops):
    page[0] = IN_DOWN
    if depth:
        down(depth - 1, loops)
    else:
        leaf(loops)
    page[0] = IN_DOWN


def main(depth, loops):
    done = 0
    ready()
    while True:
        down(depth, loops)
        page[0] = IN_MAIN
        done += 1
        put(page, BASE, done)


main(*map(int, arguments))
