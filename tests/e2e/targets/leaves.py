"""Calls functions that take less time than a sample without stops does, and tells their lines."""
import truth

SOURCE = """\
def leaf():
    x = 1
    return x
def inner():
    y = 1
    leaf()
    return y
def other():
    z = 1
    return z
def spin():
    while True:
        other()
        inner()
"""

if __name__ == "__main__":
    scope = {}
    exec(compile(SOURCE, "<leaves>", "exec"), scope)
    truth.say({"lines": SOURCE.splitlines(), "fd": None})
    scope["spin"]()
