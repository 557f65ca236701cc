"""Names for what differs between runs and machines: ids, addresses, paths, times."""
import re
import subprocess

from .fakes import FILES

WIDTH = 5  # of the names of ids: they stand in tables, where 1234567 takes more room


class Names:
    def __init__(self, targets, tool):
        ids = [number for fake in targets.all for number in fake.ids]
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        self.ids = {str(number): "%s-%s" % ("TID" if at % 3 else "PID", letters[at])
                    for at, number in enumerate(ids)}
        version = subprocess.run([tool, "--version"], stdout=subprocess.PIPE, check=True)
        self.texts = [(fake.runtime, "RUNTIME") for fake in targets.all]
        self.texts += [("0x%016x" % int(fake.runtime, 16), "RUNTIME") for fake in targets.all]
        self.texts += [(targets.program, "TARGET"), (tool, "TOOL"), (FILES, "FILES"),
                       (version.stdout.decode().split()[1], "VERSION")]

    @property
    def are_exact(self):
        """Whether names are as wide as what they stand for, so that tables keep their columns."""
        return all(len(number) == WIDTH for number in self.ids)

    def into_command(self, text):
        for number, name in self.ids.items():
            text = text.replace(name, number)
        return text

    def out_of(self, output):
        """What was printed, as it would be on any machine."""
        text = output.decode("utf-8", "backslashreplace")
        text = re.sub(r"[\0-\x08\x0b-\x1f\x7f]", lambda c: "<%02x>" % ord(c.group()), text)
        for value, name in self.texts:
            text = text.replace(value, name)
        text = re.sub(r"paused \d+\.\d+ ms", "paused N ms", text)
        text = re.sub(r"samples in \d+\.\d s", "samples in N s", text)
        text = re.sub(r'"pause_us":( ?)[\d.]+', r'"pause_us":\1N', text)
        return self._name_ids(text) if self.ids else text

    def _name_ids(self, text):
        known = re.compile(r"(?<![\w.])(?:%s)(?![\w])" % "|".join(self.ids))
        return known.sub(lambda found: self.ids[found.group()], text)


def squeezed(text):
    """The text without what depends on how wide the columns of tables are."""
    return "\n".join(re.sub(" +", " ", line).rstrip() for line in text.split("\n"))
