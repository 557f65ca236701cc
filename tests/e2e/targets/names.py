# -*- coding: utf-8 -*-
"""Functions and files with names of each string shape, and one invalid name."""
import truth

SOURCE = u"""
def {name}(calls):
    calls.pop()(calls)
"""

ASCII_SOURCE = u"""
def plain(calls):
    calls.pop()(calls)
"""


def defined(name, filename):
    if truth.PYTHON_2:
        scope = {}
        exec(compile(ASCII_SOURCE, filename.encode("utf-8"), "exec"), scope)
        return scope["plain"]
    scope = {}
    exec(compile(SOURCE.format(name=name), filename, "exec"), scope)
    return scope[name]


def renamed(function, name):
    """The same function under a name that is no identifier."""
    if hasattr(function.__code__, "replace"):
        function.__code__ = function.__code__.replace(co_name=name)
    return function


def last(calls):
    truth.park()


def functions():
    yield defined(u"ünter", u"/tmp/ünter.py")
    yield defined(u"函数", u"/tmp/函数.py")
    yield defined(u"𐐷", u"/tmp/snake 🐍.py")
    yield defined(u"quoted", u"/tmp/tab\t\"quote\"\\\n\x7f.py")
    if not truth.PYTHON_2:
        yield renamed(defined(u"snake", u"/tmp/plain.py"), u"🐍 snake")
        yield defined(u"broken", u"/tmp/broken\udcff.py")
        yield renamed(defined(u"nul", u"/tmp/nul.py"), u"nul\0nul")


if __name__ == "__main__":
    calls = [last] + list(functions())
    calls.pop()(calls)
