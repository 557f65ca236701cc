"""Completion and history at the prompt."""
import os
import re

from .terminal import PROMPT, Terminal, missing


def completed(terminal, keys, words):
    """What is to be seen once Tab has put WORDS there; the line is then dropped."""
    terminal.send(keys + "\t")
    text = terminal.expect(words)
    drop(terminal)
    return text


def drop(terminal):
    terminal.send("\x03")
    terminal.expect("Quit")
    terminal.expect(PROMPT)


def listed(terminal, keys, last):
    """The words that two Tabs list, up to LAST."""
    terminal.send(keys + "\t\t")
    text = terminal.expect(last)
    text += terminal.expect(PROMPT)
    drop(terminal)
    return text.split("\r\n", 1)[1].split()


def check_completion(tap, tool, target, env, home):
    folder = os.path.join(home, "some files")
    os.mkdir(folder)
    for name in ("one.lua", "two words.lua", "two w\xf6rds.lua"):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write("print('sourced', 6 * 7)\n")
    with Terminal(tool, target, env, "dumb", (40, 160)) as terminal:
        for keys, words in (
                ("info thr", "info threads "), ("set style fun", "set style function "),
                ("set pagination of", "set pagination off "), ("frame 2", "frame 2 "),
                ("dump -fo", "dump -format "), ("thread wor", "thread worker "),
                ("with pagi", "with pagination "), ("help info thr", "help info threads "),
                ("thread apply all backtr", "thread apply all backtrace "),
                ("lua print(pf.proce", "lua print(pf.process"), ("=string.rev", "=string.reverse"),
                ("set logging file " + folder[:-4], "set logging file " + folder + "/"),
                ("source '" + folder + "/o", "source '" + folder + "/one.lua' ")):
            text = completed(terminal, keys, words)
            tap.result(words in text, "Tab: " + words.replace(home, ""), text)
        path = folder.replace(" ", "\\ ")
        terminal.send("source " + path.replace("files", "fi") + "\t")
        terminal.expect("files/")
        terminal.send("two\\ w\xf6\t\r")
        tap.result("sourced\t42" in terminal.expect(PROMPT).replace("        ", "\t"),
                   "a name with blanks and umlauts can be completed and used")
        words = listed(terminal, "set history ", "size")
        tap.result({"expansion", "filename", "remove-duplicates", "save", "size"} == set(words[:5]),
                   "two Tabs list what there is", words)
        words = listed(terminal, "thread ", "apply")
        tap.result({"1", "2", "MainThread", "worker"} <= set(words), "threads and their names",
                   words)
        terminal.ask("lua p = pf.process()")
        words = listed(terminal, "lua p:", "stop")
        tap.result("p:stop" in words and "p:pid" not in words, "methods of objects", words)


def check_history(tap, tool, target, env, home):
    """Two shells at once, each with lines of its own, and those of the first."""
    path = os.path.join(home, "pyflame-shell", "history")
    with Terminal(tool, target, env) as first:
        first.ask("thread 1")
    with Terminal(tool, target, env) as one, Terminal(tool, target, env) as other:
        one.ask("bt -1")
        other.ask("bt -2")
        one.ask("thread 1")
        one.ask("bt 1")
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    tap.result([line for line in lines if line in ("bt -1", "bt -2", "thread 1", "bt 1")] ==
               ["bt -2", "bt -1", "thread 1", "bt 1"], "shells keep each other's lines", lines)
    with Terminal(tool, target, env) as terminal:
        terminal.ask("set history size 3")
        terminal.ask("thread 2")
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    tap.result(lines == ["bt 1", "set history size 3", "thread 2"], "set history size", lines)
    with Terminal(tool, target, env) as terminal:
        terminal.ask("set history save off")
        terminal.ask("thread 1")
    with open(path, encoding="utf-8") as file:
        tap.result(file.read().splitlines() == lines, "set history save off")
    other = os.path.join(home, "other history")
    with Terminal(tool, target, env) as terminal:
        terminal.ask("set history filename " + other)
        terminal.ask("set history remove-duplicates off")
        terminal.ask("thread 1")
        terminal.ask("thread 1")
    with open(other, encoding="utf-8") as file:
        text = file.read()
    tap.result(text.endswith("\nthread 1\nthread 1\n"), "set history filename, remove-duplicates",
               text)
    with Terminal(tool, target, env) as terminal:
        terminal.ask("set history filename /dev/null")
        terminal.ask("set history expansion on")
        terminal.ask("thread 1")
        text = terminal.ask("!th")
        tap.result(re.search(r"!th\r\nthread 1\r\n.*Switching to thread 1", text, re.S),
                   "set history expansion", text)
        text = terminal.ask("!nothing")
        tap.result("event not found" in text and "Switching" not in text,
                   "what cannot be expanded is not run", text)
    tap.result(not os.path.isfile("/dev/null"), "a history is no device")


def check_all(tap, tool, target, env, home):
    if missing():
        tap.skip("completion and history", missing())
        return
    try:
        check_completion(tap, tool, target, env, home)
        check_history(tap, tool, target, env, home)
    except AssertionError as failure:
        tap.result(False, "the terminal answers", failure)
