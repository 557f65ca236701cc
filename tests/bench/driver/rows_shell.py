"""Rows of the shell itself: its start, many commands, memory that does not grow."""
from .context import Scratch
from .figures import Result, in_turn
from .row import Row

START_BAR, RATE_BAR = "≤ 8 ms", "≥ 50,000"
COMMANDS = 100000


def start(context, python):
    """From exec to exit, with one command; beside it the same without commands and Lua."""
    words = [context.tool, "-batch", "-nx", "-ex", "show version"]
    bare = [context.tool, "--version"]
    context.once(*words)  # what is cold the first time
    ours, beside = in_turn(context.count(100), lambda: context.once(*words)["wall_ns"] / 1e6,
                           lambda: context.once(*bare)["wall_ns"] / 1e6)
    context.add(Result("shell: start, one command, end", python, ours, "ms", beside,
                       "--version", START_BAR))


def commands_file(path, count):
    with open(path, "w", encoding="utf-8") as file:
        file.write("show version\n" * count)
    return path


def many(context, python):
    """Commands of a file, and the memory at its end beside that after a tenth of them."""
    with Scratch() as scratch:
        words = [context.tool, "-batch", "-nx", "-x"]
        all_of_them = commands_file(scratch.path("all"), COMMANDS)
        few = commands_file(scratch.path("few"), COMMANDS // 10)
        ours, early = in_turn(context.n, lambda: context.once(*words, all_of_them),
                              lambda: context.once(*words, few))
    rates = [COMMANDS / (one["wall_ns"] / 1e9) for one in ours]
    context.add(Result("shell: commands of a file, each second", python, rates, "",
                       bar=RATE_BAR),
                Result("shell: memory after %d commands" % COMMANDS, python,
                       [one["rss_kb"] / 1024 for one in ours], "MiB",
                       [one["rss_kb"] / 1024 for one in early], "after a tenth", "no growth"))


ROWS = [
    Row("shell-start", "the shell's start", [(3, 11)], start),
    Row("shell-commands", "many commands", [(3, 11)], many),
]
