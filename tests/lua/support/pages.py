"""Pages, colours and the log at the prompt."""
import os
import re
import subprocess

from .terminal import PATIENCE, PROMPT, Terminal, missing

QUESTION = "--Type <RET> for more, q to quit, c to continue without paging--"
NUMBERS = "lua for i = 1, 30 do print(i) end"
STYLED = re.compile(r"\x1b\[[\d;]+m")


def plain(text):
    """Without what readline does before and behind a line."""
    return re.sub(r"\x1b\[\?2004[hl]\r?", "", text)


def numbers(text):
    return [int(word) for word in re.findall(r"^(\d+)\r$", plain(text), re.M)]


def begin(terminal, line):
    """The first page of what LINE prints."""
    terminal.send(line + "\r")
    return terminal.expect(QUESTION)


def answer(terminal, keys, words):
    terminal.send(keys)
    return terminal.expect(words)


def try_pages(tap, terminal):
    text = begin(terminal, NUMBERS)
    tap.result(numbers(text) == list(range(1, 10)), "a page leaves a line for the question", text)
    text = answer(terminal, "\r", QUESTION)
    tap.result(numbers(text) == list(range(10, 19)), "RET shows the next page", text)
    text = answer(terminal, "q\r", PROMPT)
    tap.result("Quit\r\n" in text and not numbers(text), "q ends the command", text)
    begin(terminal, NUMBERS)
    text = answer(terminal, "c\r", PROMPT)
    tap.result(numbers(text) == list(range(10, 31)), "c shows the rest", text)
    begin(terminal, NUMBERS)
    text = answer(terminal, "\x03", PROMPT)
    tap.result("Quit\r\n" in text and not numbers(text), "Ctrl-C ends it, too", text)
    begin(terminal, NUMBERS)
    text = answer(terminal, "\x04", PROMPT)
    tap.result("Quit\r\n" in text, "Ctrl-D does", text)
    begin(terminal, "lua while true do print('x') end")
    text = answer(terminal, "q\r", PROMPT)
    tap.result("Quit\r\n" in text, "q ends Lua code that goes on printing", text)
    begin(terminal, "lua print(('x'):rep(1000))")
    text = answer(terminal, "c\r", PROMPT)
    tap.result(text.count("x") == 1000 - 9 * 60, "lines that are folded count as several", text)


def try_page_settings(tap, terminal):
    words = "Number of lines pyflame-shell thinks are in a page is "
    tap.result(words + "10." in terminal.ask("show height"), "the height is the terminal's")
    begin(terminal, NUMBERS)
    terminal.resize(6, 60)
    text = answer(terminal, "\r", QUESTION)
    tap.result(numbers(text) == list(range(10, 15)), "a page is as high as the terminal now", text)
    answer(terminal, "q\r", PROMPT)
    terminal.resize(12, 70)
    terminal.send("show height\r")  # readline may show its line once more before
    terminal.expect(words + "12.")
    tap.result(True, "a resize at the prompt is noticed")
    terminal.expect(PROMPT)
    tap.result("in a line is 70." in terminal.ask("show width"), "in both directions")
    terminal.ask("set height 5")
    text = begin(terminal, NUMBERS)
    tap.result(numbers(text) == [1, 2, 3, 4], "set height is obeyed", text)
    answer(terminal, "q\r", PROMPT)
    text = terminal.ask("with height unlimited -- " + NUMBERS)
    tap.result(numbers(text) == list(range(1, 31)), "no height, no pages", text)
    terminal.ask("set pagination off")
    text = terminal.ask(NUMBERS)
    tap.result(numbers(text) == list(range(1, 31)), "nor without pagination", text)
    terminal.ask("set pagination on")
    text = terminal.ask("lua x = pf.capture('help all') print(#x > 1000)")
    tap.result("true" in text, "nothing waits in a capture", text)


def try_holds(tap, terminal, target):
    """Nothing of the process stands still while somebody reads."""
    begin(terminal, "lua do local h <close> = pf.process():stop() %s end" % NUMBERS[4:])
    tap.result(target.runs_freely(), "the process runs on before a page waits", target.status())
    text = answer(terminal, "c\r", PROMPT)
    tap.result(numbers(text)[-1] == 30, "what was printed while it was held comes later", text)
    text = terminal.ask("lua h = pf.process():stop() for i = 1, 30 do print(i) end")
    tap.result(numbers(text) == list(range(1, 31)), "a hold that is left has no pages", text)
    terminal.ask("lua h:resume()")
    terminal.send("stop\r")
    terminal.expect("stopped) ")
    begin(terminal, NUMBERS)
    tap.result(not target.runs_freely(), "the user's own stop is none of the pages' business")
    answer(terminal, "q\r", "stopped) ")
    terminal.ask("continue")
    terminal.ask("bt 1")
    tap.result(target.runs_freely(), "and lets go", target.status())


def check_pages(tap, tool, target, env):
    with Terminal(tool, target, env, "xterm", (10, 60)) as terminal:
        try_pages(tap, terminal)
        try_page_settings(tap, terminal)
        terminal.ask("set height 5")
        try_holds(tap, terminal, target)
    with Terminal(tool, target, env, "xterm") as terminal:
        text = terminal.ask(NUMBERS)
        tap.result(numbers(text) == list(range(1, 31)), "a terminal without a size has no pages",
                   text)


def check_colours(tap, tool, target, env):
    with Terminal(tool, target, env, "xterm", (50, 200)) as terminal:
        text = plain(terminal.ask("bt 1"))
        tap.result(re.search("#0  \x1b\\[33minner\x1b\\[m at \x1b\\[32m\\S+parked.py\x1b\\[m:"
                             "\x1b\\[36m\\d+\x1b\\[m\r\n", text), "frames have colours", repr(text))
        text = plain(terminal.ask("dump"))
        tap.result('"\x1b[35mMainThread\x1b[m" (\x1b[1;34m' in text,
                   "so have names and states of threads", repr(text))
        text = plain(terminal.ask("info threads"))
        tap.result(re.search('"\x1b\\[35mworker\x1b\\[m" +\x1b\\[1;34m', text),
                   "also those of Lua's commands", repr(text))
        rows = [re.sub("\x1b\\[[\\d;]*m", "", row) for row in text.splitlines()]
        columns = {row.index("State") if "State" in row else len(row) for row in rows[1:2]}
        tap.result(rows[2][columns.pop() - 1] == " ", "which stay in their columns", rows)
        terminal.ask("set style function foreground red")
        terminal.ask("set style function intensity bold")
        terminal.ask("set style function background white")
        text = terminal.ask("bt 1")
        tap.result("\x1b[1;31;47minner\x1b[m" in text, "each can be chosen", repr(text))
        text = terminal.ask("lua print((pf.capture('bt 1'):find('\\x1b')))")
        tap.result("nil" in text, "captures have none", repr(text))
        terminal.ask("set style enabled off")
        text = plain(terminal.ask("bt 1"))
        tap.result("\x1b" not in text, "set style enabled off", repr(text))
    no_color = dict(env, NO_COLOR="1")
    for name, words, term in (("NO_COLOR", no_color, "xterm"), ("TERM=dumb", env, "dumb")):
        with Terminal(tool, target, words, term, (50, 200)) as terminal:
            text = plain(terminal.ask("bt 1"))
            tap.result("\x1b" not in text, "%s asks for no colours" % name, repr(text))
            terminal.ask("set style enabled on")
            tap.result("\x1b[33m" in terminal.ask("bt 1"), "which can be changed")
    done = subprocess.run([tool, "-nx", "-p", str(target.pid), "-ex", "set style enabled on", "-ex",
                           "bt"], env=dict(env, TERM="xterm"), stdout=subprocess.PIPE,
                          stdin=subprocess.DEVNULL, timeout=PATIENCE)
    tap.result(b"\x1b" not in done.stdout and done.stdout, "no terminal, no colours", done.stdout)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def check_log(tap, tool, target, env, home):
    path = os.path.join(home, "a log.txt")
    frame = "#0  inner at "
    with Terminal(tool, target, env, "xterm", (5, 200)) as terminal:
        terminal.ask("set logging file " + path)
        text = terminal.ask("set logging enabled on")
        tap.result("Copying output to %s.\r\n" % path in text, "a log begins", text)
        text = begin(terminal, "thread apply all bt 1")
        text += answer(terminal, "c\r", PROMPT)
        tap.result(frame in STYLED.sub("", text.replace("\x1b[m", "")), "the terminal still shows")
        tap.result("Already logging to %s." % path in terminal.ask("set logging enabled on"),
                   "a second log is refused")
        tap.result("warning: Currently logging to %s." % path in
                   terminal.ask("set logging redirect on"), "settings are for the next one")
        terminal.ask("nonsense")
        text = terminal.ask("set logging enabled off")
        tap.result("Done logging to %s.\r\n" % path in text, "a log ends", text)
        log = read(path)
        tap.result(log.count(frame) == 1 and "\x1b" not in log and QUESTION not in log and
                   'Undefined command: "nonsense".' in log and "Done" not in log,
                   "it has the output and the errors", repr(log))
        text = terminal.ask("set logging enabled on")
        tap.result("Redirecting output to %s." % path in text, "another begins", text)
        text = plain(terminal.ask("bt 1")) + plain(terminal.ask("nonsense"))
        tap.result(frame not in text and "Undefined" not in text, "redirect shows nothing", text)
        terminal.ask("set logging enabled off")
        tap.result(read(path).count(frame) == 2, "a log goes on", read(path))
        terminal.ask("set logging overwrite on")
        terminal.ask("set logging enabled on")
        terminal.ask("set logging enabled off")
        tap.result(frame not in read(path), "or begins anew", read(path))
        text = terminal.ask("set logging enabled off")
        tap.result("You aren't set up for logging." in text, "no log, no end", text)
        terminal.ask("set logging file /proc/nothing")
        text = terminal.ask("set logging enabled on")
        tap.result("annot open /proc/nothing: No such file" in text, "no file, no log", text)
        tap.result("off: Logging is disabled." in terminal.ask("show logging enabled"),
                   "and the setting knows")


def check_all(tap, tool, target, env, home):
    if missing():
        tap.skip("pages, colours and the log", missing())
        return
    try:
        check_pages(tap, tool, target, env)
        check_colours(tap, tool, target, env)
        check_log(tap, tool, target, env, home)
    except AssertionError as failure:
        tap.result(False, "the terminal answers", failure)
