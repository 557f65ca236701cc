# -*- coding: utf-8 -*-
"""Dicts of so many entries that nobody looks through them within a pause."""
from __future__ import unicode_literals

import os
import sys

from cases import hang

COUNT = 500000

# Each is worth what Python says; those of OLDER are not found by their hash in 2.7.
SAME = """
texts['key277777']
texts['key0']
texts[u'gr\xfc\xdfe']
texts[u'\u51fd\u6570']
texts[texts_key]
numbers[7 * 499999]
numbers[14]
numbers[-1]
numbers[2.5]
numbers[-7.0]
numbers[1e-5]
numbers[-(2**40)]
numbers[b'bytes']
numbers['text']
'key5' in texts
14.0 in numbers
""".strip().split("\n")
NEWER = r"""
texts[u'\U0001f600']
numbers[1180591620717411303424]
numbers[-(2**61)]
numbers[1e300]
""".strip().split("\n")


def run():
    texts = dict(("key%d" % number, number) for number in range(COUNT))
    texts["gr\xfc\xdfe"], texts["\u51fd\u6570"], texts["\U0001f600"] = 1, 2, 3
    numbers = dict((number * 7, number) for number in range(COUNT))
    numbers[-1], numbers[2.5], numbers[2**70], numbers[-(2**61)] = 4, 5, 6, 7
    numbers[b"bytes"], numbers["text"], numbers[1e300], numbers[1e-5] = 8, 9, 10, 11
    numbers[-7], numbers[-(2**40)] = 12, 13
    for number in range(0, COUNT // 2):
        del numbers[number * 14]
    numbers[14] = 14
    texts_key = "key499999"
    rows = SAME + (NEWER if sys.version_info[0] > 2 else [])
    names = locals().copy()
    hang(expressions=[{"name": "e%d" % number, "expression": row, "text": str(eval(row, names))}
                      for number, row in enumerate(rows)])
    os.read(0, 1)
    return texts_key


if __name__ == "__main__":
    run()
