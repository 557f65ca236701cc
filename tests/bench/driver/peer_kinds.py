"""How each peer is run, what it reads, and how its output is understood."""
import glob
import os
import re

from .context import Missing


class Stacks:
    """What somebody sampled: {frames: count}, a frame being (function, line), the oldest first."""

    def __init__(self):
        self.counts, self.lost = {}, 0
        self.cpu_ns = self.wall_ns = self.rss_kb = 0

    def add(self, frames, count):
        key = tuple(frames)
        self.counts[key] = self.counts.get(key, 0) + count

    @property
    def total(self):
        return sum(self.counts.values())


class Peer:
    """A profiler. `sample` is for Context.once: its output goes where the words say."""

    name = "?"
    oldest, newest = (2, 7), (3, 99)
    dumps = samples = True

    def __init__(self, program, version):
        self.program = program
        self.version = version if isinstance(version, str) else ".".join(map(str, version))

    def reads(self, python):
        return self.oldest <= python.version <= self.newest

    def dump_words(self, pid):
        raise Missing("%s does not dump" % self.name)

    def sample_words(self, pid, seconds, interval_us, path):
        raise Missing("%s does not sample" % self.name)

    def parse(self, line, stacks):
        raise NotImplementedError

    def lost_share(self, log):
        """Which part of its samples it says it has lost; LOG is its standard output."""
        return 0

    def sample(self, context, pid, seconds, interval_us, path):
        """Samples; the stacks."""
        words = self.sample_words(pid, seconds, interval_us, path)
        log = path + ".log"
        done = context.once(*words, output=log)
        stacks = Stacks()
        stacks.cpu_ns, stacks.rss_kb = done["cpu_ns"], done["rss_kb"]
        stacks.wall_ns = done["wall_ns"]
        with open(log, encoding="utf-8", errors="replace") as file:
            stacks.lost = self.lost_share(file.read())
        with open(path, encoding="utf-8", errors="replace") as file:
            for line in file:
                self.parse(line.rstrip("\n"), stacks)
        if not stacks.counts:
            raise Missing("%s took no sample" % self.name)
        return stacks


def frame_of(text, pattern):
    match = re.match(pattern, text)
    return (match.group("name"), int(match.group("line"))) if match else (text, 0)


def interrupted(seconds, words):
    """The words, to be ended by SIGINT after so many seconds."""
    return ["timeout", "--preserve-status", "-s", "INT", str(seconds)] + words


class Austin(Peer):
    name = "austin"

    def __init__(self, program, version):
        Peer.__init__(self, program, version)
        self.old = version < (3, 0, 0)
        self.oldest, self.newest = ((2, 7), (3, 8)) if self.old else ((3, 8), (3, 13))
        self.dumps = not self.old

    def dump_words(self, pid):
        return [self.program, "-w", str(pid)]

    def sample_words(self, pid, seconds, interval_us, path):
        words = [self.program, "-i", str(max(1, int(interval_us))), "-o", path, "-p", str(pid)]
        if self.old:
            return interrupted(seconds, words)
        return words[:1] + ["-x", str(int(seconds))] + words[1:]

    def parse(self, line, stacks):
        if not re.match(r"P\d|Thread |Process ", line) or " " not in line:
            return
        if self.old:  # "function (file);L12", two words a frame
            words = line.rsplit(" ", 1)[0].split(";")[1:]
            pairs = zip(words[::2], words[1::2])
            frames = [(name.rsplit(" (", 1)[0], int(at[1:])) for name, at in pairs]
        else:
            words = line.rsplit(" ", 1)[0].split(";")[2:]
            frames = [frame_of(word, r"(?P<file>.*):(?P<name>[^:]*):(?P<line>-?\d+)$")
                      for word in words if not word.startswith(":")]
        stacks.add(frames, 1)


class PySpy(Peer):
    name = "py-spy"

    def reads(self, python):
        return (python.version == (2, 7) or (3, 6) <= python.version <= (3, 13))

    def dump_words(self, pid):
        return [self.program, "dump", "--pid", str(pid)]

    def sample_words(self, pid, seconds, interval_us, path):
        rate = str(int(1e6 / interval_us)) if interval_us else "10000"
        words = [self.program, "record", "-p", str(pid), "-r", rate, "-d", str(int(seconds)),
                 "-f", "raw", "-o", path]
        return interrupted(seconds + 1, words)  # else it goes on until it has all samples

    def parse(self, line, stacks):
        if " " in line:
            text, count = line.rsplit(" ", 1)
            stacks.add([frame_of(word, r"(?P<name>.*) \(.*:(?P<line>-?\d+)\)$")
                        for word in text.split(";")], int(count))


class Pystack(Peer):
    name = "pystack"
    samples = False

    def reads(self, python):
        return python.version == (2, 7) or (3, 6) <= python.version <= (3, 14)

    def dump_words(self, pid):
        return [self.program, "remote", str(pid)]


class Gdb(Peer):
    """The native stacks only; it is what people do."""

    name = "gdb bt"
    samples = False

    def dump_words(self, pid):
        return [self.program, "-nx", "-batch", "-p", str(pid), "-ex", "thread apply all bt"]


class Tachyon(Peer):
    """CPython's own. Out of a root it runs by that root's loader, so that it sees our /proc."""

    name = "profiling.sampling"

    def __init__(self, python, version):
        Peer.__init__(self, python.program, version)
        self.python = python

    def reads(self, python):
        return python.name == self.python.name

    def words(self, *words):
        return outside_words(self.python) + ["-m", "profiling.sampling"] + list(words)

    def dump_words(self, pid):
        return self.words("dump", str(pid))

    def sample_words(self, pid, seconds, interval_us, path):
        rate = str(int(1e6 / interval_us)) if interval_us else "1000000"
        return self.words("attach", "-r", rate, "-d", str(max(1, int(seconds))), "--collapsed",
                          "-o", path, str(pid))

    def parse(self, line, stacks):
        if " " in line:
            text, count = line.rsplit(" ", 1)
            words = [word for word in text.split(";") if not word.startswith("tid:")]
            stacks.add([frame_of(word, r"(?P<file>.*):(?P<name>[^:]*):(?P<line>-?\d+)$")
                        for word in words], int(count))

    def lost_share(self, log):
        match = re.search(r"^Error rate: ([\d.]+)", log, re.M)
        return float(match.group(1)) / 100 if match else 0


def outside_words(python):
    """How to run the Python of a root without entering it."""
    if not python.root:
        return ["env", "LC_ALL=C", python.program]
    inside = os.path.join(python.root, "usr")
    loaders = glob.glob(os.path.join(inside, "lib*", "ld-linux*.so.*"))
    folders = glob.glob(os.path.join(inside, "lib", "*-linux-gnu*"))
    return ["env", "LC_ALL=C", "PYTHONDONTWRITEBYTECODE=1", "PYTHONHOME=" + inside] + \
        loaders[:1] + ["--library-path", ":".join(folders), python.root + python.program]
