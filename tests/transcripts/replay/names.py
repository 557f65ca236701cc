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
        more = WIDTH - len(next(iter(self.ids)))
        blocks = [block.split("\n") for block in text.split("\n\n")]
        if more:
            blocks = [even_out(lines, known, more) for lines in blocks]
        text = "\n\n".join("\n".join(lines) for lines in blocks)
        return known.sub(lambda found: self.ids[found.group()], text)


def even_out(lines, known, more):
    """The lines of a table, between empty ones, as they were if ids had `more` letters more.

    A column behind the ids that is as wide as its widest row would move: the lines without an id,
    as its head, are moved. One that is wider than all rows would stay: the rows give way.
    """
    rows = {at: known.search(line).end() for at, line in enumerate(lines) if known.search(line)}
    lines, narrowed = list(lines), False
    for at, line in enumerate(lines):
        is_head = at < min(rows, default=0)
        column = None if at in rows or not rows else column_of(line, lines, rows, is_head)
        if column is None:
            continue
        if not all(lines[row][:column].endswith("   ") for row in rows):
            lines[at] = shift(line, column, more)
        elif not narrowed:
            narrowed = True
            for row in rows:
                lines[row] = shift(lines[row], column, -more)
    return lines


def column_of(line, lines, rows, is_head):
    """Where the first column behind the ids begins that the line and all rows have.

    In a head, one blank may be all that there is between two columns.
    """
    gaps = list(re.finditer(r"  +(?=\S)", line))
    gaps += re.finditer(r" (?=\S)", line) if is_head else []
    for gap in gaps:
        column = gap.end()
        if all(end < column and lines[at][column - 1:column] == " " and
               lines[at][column:column + 1].strip() for at, end in rows.items()):
            return column
    return None


def shift(line, column, more):
    head = line[:column]
    return (head + " " * more if more > 0 else head[:more]) + line[column:]


def check(tap):
    """A table reads the same, however many digits its ids have."""
    for digits in (3, 4, 6, 7):
        names = Names.__new__(Names)
        pid = "1" * digits
        names.ids, names.texts = {pid: "PID-A"}, []
        wide = 8 + digits
        table = "%-*s  State\n%-*s  on\n%-*s off\n%-*s  ?\n" % (
            wide, "Name", wide, "T " + pid, wide + 1, "T %s [gil] " % pid, wide, "T none")
        prose = "it is %s and so on\n\nSo  it is  x\n" % pid
        fixed = "Name           State\nT %-12s on\n" % pid
        tight = "%-*s What\nT %s x\n" % (2 + digits, "Name", pid)
        head = "Num  %-*s What\n1    process %s x\n" % (8 + digits, "Description", pid)
        tap.result(names.out_of(head.encode()) == "Num  Description   What\n1    process PID-A x\n" and
                   names.out_of(table.encode()) == "Name           State\nT PID-A        on\n"
                   "T PID-A [gil]  off\nT none         ?\n" and
                   names.out_of(fixed.encode()) == "Name           State\nT PID-A        on\n" and
                   names.out_of(tight.encode()) == "Name    What\nT PID-A x\n" and
                   names.out_of(prose.encode()) == "it is PID-A and so on\n\nSo  it is  x\n",
                   "ids of %d digits" % digits)
