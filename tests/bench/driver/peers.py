"""The peers that are found on this machine, or that pip installs into a folder that goes away."""
import contextlib
import os
import re
import shutil
import subprocess
import sys

from . import pythons
from .context import Scratch
from .peer_kinds import Austin, Gdb, PySpy, Pystack, Tachyon

PACKAGES = ["py-spy", "pystack", "austin-dist<4"]  # austin 4 writes a format of its own


def version_of(program, flag):
    """The version that the program says it has; () when it does not run."""
    try:
        done = subprocess.run([program, flag], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              timeout=60)
    except (OSError, subprocess.SubprocessError):
        return ()
    match = re.search(r"(?:^|\s)v?(\d+(?:\.\d+)+)", done.stdout.decode(errors="replace"))
    if done.returncode or not match:
        return ()
    return tuple(int(part) for part in match.group(1).split("."))


@contextlib.contextmanager
def venv(options):
    """The folder of programs that pip installed; None when it could not."""
    if options.no_pip or options.venv:
        yield options.venv and os.path.join(options.venv, "bin")
        return
    with Scratch() as scratch:
        folder = scratch.path("venv")
        yield os.path.join(folder, "bin") if install(folder) else None


def install(folder):
    """Whatever of the packages can be had; False when there is no pip."""
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=120,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return False
    for package in PACKAGES:
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            subprocess.run([os.path.join(folder, "bin", "pip"), "install", "-q", package],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
    return True


def places(name, folder):
    """Where a program may be."""
    found = [shutil.which(name), folder and os.path.join(folder, name)]
    return [path for path in found if path and os.path.exists(path)]


def newest(kind, name, flag, folder):
    """The peer of that kind whose program is the newest, in a list; [] when there is none."""
    versions = [(version_of(path, flag), path) for path in places(name, folder)]
    known = sorted(pair for pair in versions if pair[0])
    return [kind(known[-1][1], known[-1][0])] if known else []


def tachyons():
    """CPython 3.15's own profiler reads 3.15 only: each has its own."""
    for python in pythons.listed():
        if python.version >= (3, 15) and not python.name.endswith("d"):
            words = python.command("-c", "import profiling.sampling, sys; print(sys.version)")
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                done = subprocess.run(words, check=True, stdout=subprocess.PIPE,
                                      stderr=subprocess.DEVNULL)
                yield Tachyon(python, done.stdout.decode().split()[0])
                return


@contextlib.contextmanager
def found(options):
    with venv(options) as folder:
        yield (newest(Austin, options.austin, "-V", folder) +
               newest(PySpy, "py-spy", "--version", folder) +
               newest(Pystack, "pystack", "--version", folder) +
               newest(Gdb, "gdb", "--version", folder) + list(tachyons()))


def names(peers):
    return ", ".join("%s %s" % (peer.name, peer.version) for peer in peers)
