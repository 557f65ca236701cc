"""A transcript: its commands, what each printed, and the text of both."""
import re

PROMPT = "(pyflame)"


class Step:
    """One command; `program` when it is a line for sh, with pyflame-shell in it."""

    def __init__(self, line):
        self.line, self.more, self.output = line, [], ""
        self.program = line.startswith("$ ")
        self.command = line[2:] if self.program else line[len(PROMPT):].lstrip(" ")

    def text(self):
        output = self.output
        if output and not output.endswith("\n"):
            output += "<no newline>\n"
        if output.startswith(">"):
            output = "\\" + output  # not to be taken for more of the command
        return "".join(line + "\n" for line in [self.line] + self.more) + output


class Transcript:
    def __init__(self, text):
        self.text, self.head, self.steps = text, [], []
        for line in text.split("\n"):
            self._add(line)
        self.targets = int(self._setting("targets", "1"))
        self.attach = self._setting("attach", "yes") == "yes" and self.targets > 0

    def _add(self, line):
        if line == PROMPT or line.startswith((PROMPT + " ", "$ ")):
            self.steps.append(Step(line))
            self._in_output = False
        elif not self.steps:
            self.head.append(line)
        elif line.startswith(">") and not self._in_output:
            self.steps[-1].more.append(line)
        else:
            self._in_output = True  # and it is not looked at: it is printed anew

    def _setting(self, key, otherwise):
        match = re.search(r"^# %s: (.*)$" % key, "\n".join(self.head), re.M)
        return match.group(1).strip() if match else otherwise

    def as_played(self):
        return "".join(line + "\n" for line in self.head) + "".join(
            step.text() for step in self.steps)


def read(path):
    with open(path, encoding="utf-8") as file:
        return Transcript(file.read())
