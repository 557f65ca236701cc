"""deep DEPTH: one thread that computes below so many frames."""


def main(depth):
    sys.setrecursionlimit(depth + 1000)
    ready()
    descend(depth - 3, spin, BASE)  # 3: <module>, main, spin


main(int(arguments[0]))
