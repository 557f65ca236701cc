"""What only a terminal shows of the command line: repeating, blocks, questions, programs."""
import re
import signal

from .terminal import PROMPT, Terminal, missing

GOES_ON = ("lua pf.command{name='goes', again='continue', "
           "run=function(_, args) print('goes [' .. args.text .. ']') end}")
STAYS = "lua pf.command{name='stays', again=true, run=function(_, a) print('<' .. a.text .. '>') end}"


def try_repeating(tap, terminal):
    terminal.ask(GOES_ON)
    terminal.ask(STAYS)
    tap.result("goes [a b]" in terminal.ask("goes a b") and "goes []" in terminal.ask("") and
               "goes []" in terminal.ask(""), "a command that goes on gets no arguments again")
    tap.result("<x>" in terminal.ask("stays x") and "<x>" in terminal.ask(""),
               "a command that is repeated gets them again")
    terminal.ask("echo once\\n")
    tap.result("once" not in terminal.ask(""), "others are not repeated")
    terminal.ask("alias st = stays y")
    tap.result("<y z>" in terminal.ask("st z") and "<y z>" in terminal.ask(""),
               "an alias repeats as its command does")
    terminal.ask("alias go = goes c")
    tap.result("goes [c]" in terminal.ask("go") and "goes []" in terminal.ask(""),
               "an alias of one that goes on does so, too")


def define(terminal, *lines):
    """What is said before the first line is asked for, and after the last one."""
    terminal.send("define hi\r")
    before = terminal.expect(">")
    for line in lines:
        terminal.send(line + "\r")
        terminal.expect(">")
    return before, terminal.ask("end")


def try_blocks(tap, terminal):
    before, _ = define(terminal, "echo hi $arg0\\n")
    tap.result('Type commands for definition of "hi".\r\nEnd with a line saying just "end".\r\n'
               in before, "a definition is asked for", before)
    tap.result("hi you\r\n" in terminal.ask("hi you"), "and is a command")
    terminal.send("define hi\r")
    question = terminal.expect("(y or n) ")
    tap.result('Redefine command "hi"? (y or n) ' in question, "a second one is asked about")
    terminal.send("what\r")
    again = terminal.expect("(y or n) ")
    answer = terminal.ask("n")
    tap.result("Please answer y or n." in again and "not redefined" in answer,
               "an answer is waited for, and obeyed", answer)
    for hears in ("", ", also when scripts hear of it"):
        if hears:
            terminal.ask("lua handler = pf.on('stop', print)")
        terminal.send("define open\r")
        terminal.expect(">")
        terminal.send("echo never\r")
        terminal.expect(">")
        terminal.send("\x03")
        answer = terminal.expect(PROMPT)
        tap.result(answer.count("Quit") == 1 and "Undefined" in terminal.ask("open"),
                   "Ctrl-C leaves a definition, which is said once" + hears, answer)
    terminal.ask("lua handler:off()")
    tap.result("and on\r\n" in terminal.ask("echo and\\\r on\\n"), "a backslash makes a line go on")


def try_programs(tap, terminal):
    terminal.send("shell trap 'echo caught; exit 5' INT; echo wait''ing; while :; do sleep 1; done\r")
    terminal.expect("waiting\r\n")
    terminal.send("\x03")
    answer = terminal.expect(PROMPT)
    tap.result("caught" in answer and "Quit" not in answer, "Ctrl-C is the program's", answer)
    tap.result("$_shell_exitcode = 5" in terminal.ask("show convenience"), "its status is kept")
    tap.result("TERMINAL" in terminal.ask("!test -t 0 && test -t 1 && echo TERM''INAL"),
               "a program has the terminal")
    answer = terminal.ask("!grep -E '^Sig(Blk|Ign):' /proc/self/status")
    blocked, ignored = [int(word, 16) for word in re.findall(r"Sig\w+:\s+(\w+)", answer)]
    ours = 1 << signal.SIGINT - 1 | 1 << signal.SIGQUIT - 1 | 1 << signal.SIGPIPE - 1
    tap.result(not blocked and not ignored & ours, "and all signals", answer)


def try_history(tap, terminal):
    terminal.ask("echo the-one\\n")
    answer = terminal.ask("show commands")
    tap.result("echo the-one\\n\r\n" in answer and answer.rstrip().count("show commands") >= 2,
               "show commands lists what was typed", answer)


def check_all(tap, tool, target, env):
    if missing():
        tap.skip("the command line on a terminal", missing())
        return
    terminal = Terminal(tool, target, env)
    try:
        try_repeating(tap, terminal)
        try_blocks(tap, terminal)
        try_programs(tap, terminal)
        try_history(tap, terminal)
        status = terminal.end()
        tap.result(status == 0, "Ctrl-D ends it", status)
    except AssertionError as failure:
        terminal.kill()
        tap.result(False, "the terminal answers", failure)
