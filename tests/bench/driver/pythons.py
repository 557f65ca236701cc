"""The CPythons that targets run on: one per version, the machine's own before those in roots."""
import functools
import os
import re
import subprocess
from collections import namedtuple

HERE = os.path.dirname(os.path.abspath(__file__))
GET_PYTHONS = os.path.join(HERE, "..", "..", "..", "build-aux", "get-pythons")


class Python(namedtuple("Python", "name version root program")):
    """One CPython; `root` is the folder to chroot into, or None."""

    def command(self, *words):
        enter = ["chroot", self.root] if self.root else []
        return enter + [self.program] + list(words)

    @property
    def label(self):
        return "%d.%d" % self.version


def parse(line):
    name, version, root, program = line.split("\t")
    numbers = tuple(int(part) for part in version.split("."))
    return Python(name, numbers, None if root == "-" else root, program)


@functools.lru_cache()
def listed():
    may_enter = os.geteuid() == 0
    done = subprocess.run([GET_PYTHONS, "--list"], check=True, stdout=subprocess.PIPE)
    found = [parse(line) for line in done.stdout.decode().splitlines()]
    return [python for python in found if may_enter or not python.root]


def wanted(versions, pattern):
    """The first CPython of each version; with a pattern all that match, of the whole range."""
    if pattern:
        return [python for python in listed() if re.search(pattern, python.name) and
                min(versions) <= python.version <= max(versions)]
    firsts = []
    for version in versions:
        same = [python for python in listed()
                if python.version == version and not python.name.endswith("d")]
        firsts += same[:1]
    return firsts


def absent(versions):
    there = {python.version for python in listed()}
    return ["%d.%d" % version for version in versions if version not in there]
