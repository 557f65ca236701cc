# -*- coding: utf-8 -*-
"""Runs code of odd files and functions: argument 1 is the one, argument 2 the other, of hex."""
import binascii
import os
import sys


def text(argument):
    value = binascii.unhexlify(argument)
    return value if sys.version_info[0] == 2 else value.decode("utf-8")


def make(file, name):
    source = u"def %s():\n    while True:\n        pass\n" % name.replace(u" ", u"_")
    scope = {}
    exec(compile(source, file, "exec"), scope)
    return [value for key, value in scope.items() if key != "__builtins__"][0]


file, name = text(sys.argv[1]), text(sys.argv[2])
function = make(file, name) if name else eval(compile("lambda: spin()", file, "eval"))


def spin():
    while True:
        pass


print("ready %d" % os.getpid())
sys.stdout.flush()
function()
