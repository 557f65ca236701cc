# -*- coding: utf-8 -*-
"""Calls in the middle of expressions that span lines."""
import truth


def same(value):
    return value


def third(*values):
    return [
        same(1),
        same(2), truth.park(),
        same(3),
    ]


def second(first, key=None):
    return (first
            + same(
                len(third(first,
                          key))
            )
            + 1)


def first():
    table = {
        "a": same(1), "b": same(second(
            1,
            key="ü") or 2),
        "c": 3,
    }
    return table


if __name__ == "__main__":
    same(
        first()
    )
