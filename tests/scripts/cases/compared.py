"""diff: what two recordings tell of each other."""
import os
import re
import signal

from checks.command import Target, await_line, expect

from .tool import IDLE

ROW = re.compile(r" *(\d+\.\d) % +(\d+\.\d) % +([-+]\d+\.\d)   (\S+) to (\S+) (\**) +(\S+) \(.*\)")


def record(tool, target, name, *words):
    path = os.path.join(tool.folder, name)
    tool.good("-p", target.pid, "-batch", "-ex", "record -s 0.3 -r 0.005 -o %s %s" %
              (path, " ".join(words)))
    return path


def recordings(tool):
    """Of a program that is in alpha, and then in beta."""
    with Target("steps", None, "alpha", "beta") as target:
        before = record(tool, target, "before.rec")
        target.signal(signal.SIGUSR1)
        await_line(target.process, "in beta")
        target.settle()
        return before, record(tool, target, "after.rec")


def rows_of(part):
    matches = map(ROW.fullmatch, part.splitlines())
    return {match.group(7): match.groups() for match in matches if match}


def check_diff_tells_what_grew_and_shrank(tool):
    before, after = recordings(tool)
    output = tool.good("--script", "diff", before, after).output
    expect(re.match(r"\d+ samples in %s, \d+ samples in %s\n" % (before, after), output), "%s",
           output)
    grew, shrank = output.split("\nShrank:\n")
    for part, name, change in ((grew, "beta", 1), (shrank, "alpha", -1)):
        rows = rows_of(part)
        expect(list(rows) == [name], "%s", output)
        first, second, by, low, high, stars, _ = rows[name]
        expect(change * float(by) > 90 and stars == "***", "%s", output)
        expect(max(float(first), float(second)) > 95 and min(float(first), float(second)) < 5, "%s",
               output)
        expect(float(low) < float(by) <= float(high) or float(low) <= float(by) < float(high), "%s",
               output)
    total = tool.good("--script", "diff", "--sort=total", "--all", before, after).output
    module = rows_of(total).get("<module>")
    expect(not module or abs(float(module[2])) < 5, "%s", total)


def check_diff_of_the_same(tool):
    before, _ = recordings(tool)
    output = tool.good("--script", "diff", before, before).output
    expect(output.endswith("\n\nNo function has changed for sure.\n"), "%s", output)


def check_diff_of_what_is_none(tool):
    before, _ = recordings(tool)
    empty = tool.write("empty.rec", "")
    tool.bad(2, r"diff: AFTER is missing\.\nTry .*\n", "--script", "diff", before)
    tool.bad(1, r".*/nonexistent/x.*\n", "--script", "diff", before, "/nonexistent/x")
    tool.bad(1, r".*empty\.rec.*\n(.*\n)?", "--script", "diff", empty, before)
    with Target(IDLE) as target:
        idle = record(tool, target, "idle.rec")
    tool.bad(1, r".*idle\.rec has no sample that is neither idle nor failed\.\n",
             "--script", "diff", before, idle)


def check_diff_of_unlike_recordings(tool):
    with Target("steps", None, "alpha") as target:
        one, other = record(tool, target, "one.rec"), record(tool, target, "other.rec", "-threads")
    result = tool.run("--script", "diff", one, other)
    expect(result.status == 0 and "warning: only one of them" in result.errors, "%s", result)
