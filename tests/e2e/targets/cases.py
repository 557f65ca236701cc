"""Values, and what the tool is to print for each: the targets called values_... add to them."""
import os
import re

import truth

LIMIT = 200  # elements and characters that are printed unless told otherwise

_cases = []  # (name, value, key, function that gives the text)


def add(name, value, key, want):
    _cases.append((name, value, key, want))
    return value


def own(name, value):
    """As Python itself prints it, when all is built."""
    return add(name, value, "text", lambda: printed(value))


def more(name, value, pattern=r"( \{.*\})?"):
    """As Python itself prints it, and PATTERN behind that: by default perhaps its attributes."""
    return add(name, value, "pattern", lambda: re.escape(printed(value)) + pattern)


def says(name, value, text):
    """Exactly TEXT, in which @ is the value's address."""
    return add(name, value, "text", lambda: text.replace("@", hex(id(value))))


def like(name, value, pattern):
    """All of it matches PATTERN, in which @ is the value's address."""
    return add(name, value, "pattern", lambda: pattern.replace("@", hex(id(value))))


def plain(name, value, attributes=None, names=None):
    """An instance of a class that the tool knows nothing of, and its attributes as text."""
    kind = type(value)
    names = names or getattr(kind, "__qualname__", kind.__name__)
    text = "<%s.%s object at @>" % (kind.__module__, names)
    return says(name, value, text + (" {%s}" % attributes if attributes else ""))


def printed(value):
    text = repr(value)
    return text.decode("ascii") if isinstance(text, bytes) else text


def cut(text):
    """What is printed of a long text: the beginning of its repr, and dots behind the quote."""
    return printed(text[:LIMIT]) + "..."


# ---- Telling -----------------------------------------------------------------

SOURCE = """
def shown():
{lines}
    read(0, 1)
    leave(0)
"""


def told(cases, full):
    """What is to be printed of each, and with no limit when that is asked for."""
    return [dict({"name": name, key: want()}, **({"full": printed(value)} if full else {}))
            for name, value, key, want in cases]


def hang(**message):
    """Tells MESSAGE; the caller is then to block in os.read(0, 1)."""
    truth.say(dict(message, fd=0))


def function_of(values):
    """A function whose local variables are VALUES, that blocks then, and leaves all as it is."""
    lines = ["    %s = values[%r]" % (name, name) for name in sorted(values)]
    scope = {"values": values, "read": os.read, "leave": os._exit}
    exec(compile(SOURCE.format(lines="\n".join(lines)), "shown.py", "exec"), scope)
    return scope["shown"]


def show(words):
    """Blocks in a function with a local variable for each name of WORDS, or for all there are."""
    chosen = [word for word in words if word != "--full"]
    cases = [case for case in _cases if not chosen or case[0] in chosen]
    values = {case[0]: case[1] for case in cases}
    if len(values) < len(cases):
        raise ValueError("two cases have one name")
    missing = set(chosen) - set(values)
    if missing:
        truth.skip("this version has no " + ", ".join(sorted(missing)))
    function = function_of(values)
    hang(values=told(cases, "--full" in words))
    function()
