"""Calls nested over several functions and lines, without threading."""
import truth


def outer(depth):
    before = depth + 1

    middle(before)
    return before


def middle(depth):
    if depth:
        for _ in range(1):
            inner(depth)


def inner(depth):
    try:
        raise ValueError(depth)
    except ValueError:
        truth.park()
    finally:
        depth = 0


if __name__ == "__main__":
    outer(1)
