"""The CPythons under test: their names, and how to run a script with each."""
import os
import shutil
import subprocess
from collections import namedtuple

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGETS = os.path.join(HERE, "targets")
GET_PYTHONS = os.path.join(HERE, "..", "..", "build-aux", "get-pythons")


class Interpreter(namedtuple("Interpreter", "name version root program")):
    """One CPython; `root` is the folder to chroot into, or None."""

    @property
    def targets(self):
        """Where the targets are, as this interpreter sees it."""
        return "/srv/e2e-%d" % os.getpid() if self.root else TARGETS

    def outside(self, path):
        """A path inside the root, as seen from outside."""
        return self.root + path if self.root else path

    def enter(self):
        """The words in front of a command that runs in the root."""
        if not self.root:
            return []
        user = [] if os.geteuid() == 0 else ["unshare", "--map-root-user"]
        return user + ["chroot", self.root]

    def command(self, script, *arguments):
        path = os.path.join(self.targets, script + ".py")
        return self.enter() + [self.program, path] + list(arguments)

    def environment(self, **more):
        locale = "C" if self.version[0] == 2 else "C.UTF-8"
        settings = {"PATH": os.environ["PATH"], "LC_ALL": locale,
                    "PYTHONDONTWRITEBYTECODE": "1"}
        settings.update(more)
        return settings

    def install(self):
        if self.root:
            shutil.copytree(TARGETS, self.outside(self.targets),
                            ignore=shutil.ignore_patterns("__pycache__"))

    def uninstall(self):
        if self.root:
            shutil.rmtree(self.outside(self.targets))


def parse(line):
    name, version, root, program = line.split("\t")
    numbers = tuple(int(part) for part in version.split("."))
    return Interpreter(name, numbers, None if root == "-" else root, program)


def find(full):
    """The whole matrix, or what this machine has of its own."""
    if full:
        subprocess.run([GET_PYTHONS, "--require"], check=True)
    command = [GET_PYTHONS, "--list"] + ([] if full else ["--local"])
    listed = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return [parse(line) for line in listed.stdout.decode().splitlines()]
