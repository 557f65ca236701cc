"""The prompt: commands from a file or pipe, and from a terminal."""
import os
import re
import signal
import stat
import subprocess

from .target import Target
from .terminal import PATIENCE, PROMPT, Terminal, missing, screen


def piped(tool, target, env, text, *options):
    """Exit status, standard output, standard error."""
    done = subprocess.run([tool, "-nx", "-p", str(target.pid)] + list(options), env=env,
                          input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=PATIENCE)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check_pipe(tap, tool, target, env):
    status, output, errors = piped(tool, target, env, "# a comment\n\nbt 1\n\nnonsense\nthread\n")
    tap.result(status == 1, "a failed command makes the status 1", status)
    tap.result(output.count("#0  inner at ") == 1, "an empty line of a file repeats nothing",
               output)
    tap.result("[Current thread is 1 (" in output, "what follows a failure is done", output)
    tap.result(errors == 'Undefined command: "nonsense".  Try "help".\n', "errors go to stderr",
               errors)
    tap.result(PROMPT not in output, "no prompt without a terminal", output)
    status, output, _ = piped(tool, target, env, "nonsense\nbt\n", "-batch")
    tap.result((status, output) == (1, ""), "-batch stops at the first failure", output)
    status, output, _ = piped(tool, target, env, "quit 7\nbt\n")
    tap.result((status, output) == (7, ""), "quit N ends with N", status)
    block = "lua\nfor i = 1, 2 do\n  print(i)\nend\nend\nlua 6 * 7\n"
    status, output, errors = piped(tool, target, env, block)
    tap.result((status, output) == (0, "1\n2\n42\n"), "a block of Lua has its own ends",
               output + errors)


def try_editing(tap, terminal, target):
    terminal.send("info th\t")
    terminal.send("\r")
    answer = terminal.expect(PROMPT)
    tap.result("* 1 " in answer, "Tab completes sub-commands", answer)
    tap.result("#0  inner at " in terminal.ask("bt 1"), "commands run")
    tap.result("#0  inner at " in terminal.ask(""), "an empty line repeats")
    with Target() as other:
        begin = os.path.commonprefix([str(target.pid), str(other.pid)])
        terminal.send("attach %s\t\t" % begin)
        answer = terminal.expect(PROMPT)
        listed = re.findall(r"^ *(\d+)  \S.*parked\.py", answer, re.M)
        tap.result({str(target.pid), str(other.pid)} <= set(listed) and
                   listed == sorted(listed, key=int), "Tab lists pids and commands", answer)
    terminal.send("\x03")
    terminal.expect(PROMPT)
    terminal.send(" " + "attach %d" % target.pid)
    terminal.send("\t\r")
    tap.result("Attached to process %d" % target.pid in terminal.expect(PROMPT),
               "Tab completes pids")
    terminal.send("thread 77")
    terminal.send("\x03")
    answer = terminal.expect(PROMPT)
    tap.result("Quit" in answer and "Unknown" not in answer, "Ctrl-C drops the line", answer)
    tap.result("[Current thread is 1 (" in terminal.ask("thread"), "the next line is whole")


def try_interruption(tap, terminal, target):
    terminal.send("lua local h <close> = pf.process():stop() print('held') while true do end\r")
    terminal.expect("held\r\n")
    terminal.send("\x03")
    answer = terminal.expect(PROMPT)
    tap.result("Quit" in answer, "Ctrl-C ends a command", answer)
    tap.result(target.runs_freely(), "and lets the target run on")
    terminal.send("lua\r")
    terminal.expect(">")
    terminal.send("print(6 *\r")
    terminal.expect(">")
    terminal.send("7)\r")
    terminal.expect(">")
    answer = terminal.ask("end")
    tap.result("42" in answer, "a block of Lua is asked for", answer)
    terminal.send("lua\r")
    terminal.expect(">")
    terminal.send("\x03")
    tap.result("Quit" in terminal.expect(PROMPT), "Ctrl-C leaves a block")


def try_dropping(tap, tool, target, env):
    """Ctrl-C as it looks on a terminal that can do more than a teletype."""
    terminal = Terminal(tool, target, env, "xterm")
    try:
        terminal.send("some text\x1b[D\x1b[D")
        output = terminal.expect("text") + terminal.expect("\b\b")
        terminal.send("\x03")
        lines = screen(PROMPT + output + terminal.expect(PROMPT))
        tap.result(lines[-2:] == [PROMPT + "some text^CQuit", PROMPT.strip()],
                   "Ctrl-C leaves the line to be seen", lines)
    except BaseException:
        terminal.kill()
        raise
    terminal.end()


def check_terminal(tap, tool, target, env, home):
    terminal = Terminal(tool, target, env)
    try:
        try_editing(tap, terminal, target)
        try_interruption(tap, terminal, target)
        terminal.ask("bt -1")
        terminal.ask("bt -1")
    except BaseException:
        terminal.kill()
        raise
    status = terminal.end()
    tap.result(status == 0, "Ctrl-D ends well", status)
    check_history(tap, tool, target, env, os.path.join(home, "pyflame-shell", "history"))


def check_history(tap, tool, target, env, path):
    with open(path) as file:
        lines = file.read().splitlines()
    mode = stat.S_IMODE(os.stat(path).st_mode)
    tap.result(mode == 0o600, "the history is the user's own", oct(mode))
    tap.result(lines.count("bt -1") == 1 and lines[-1] == "bt -1",
               "the history has no doubles", lines)
    terminal = Terminal(tool, target, env)
    try:
        answer = terminal.ask("\x10")  # Ctrl-P: the line before
        tap.result(re.search(r"#2  .*<module>", answer) is not None,
                   "the history outlives a session", answer)
        terminal.send("quit 3\r")
    except BaseException:
        terminal.kill()
        raise
    _, status = os.waitpid(terminal.pid, 0)
    os.close(terminal.fd)
    tap.result(os.WEXITSTATUS(status) == 3, "quit ends a terminal's session", status)


def check_end(tap, tool, env):
    """The process ends between two commands."""
    with Target() as target:
        shell = subprocess.Popen([tool, "-nx", str(target.pid)], env=env, stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        shell.stdin.write(b"lua print(pf.thread().name)\n")
        shell.stdin.flush()
        tap.result(shell.stdout.readline() == b"MainThread\n", "a process can be read")
    _, errors = shell.communicate(b"thread apply all bt\nbt\n", timeout=PATIENCE)
    want = 'Process %d has ended.\nNo stack.  No process is attached.  Try "attach PID".\n' % target.pid
    tap.result(errors.decode() == want, "its end is noticed", errors)


def check_signal(tap, tool, target, env):
    """A terminal's session that is told to end."""
    terminal = Terminal(tool, target, env)
    os.kill(terminal.pid, signal.SIGTERM)
    _, status = os.waitpid(terminal.pid, 0)
    os.close(terminal.fd)
    tap.result(os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGTERM,
               "SIGTERM ends the prompt", status)


def check_all(tap, tool, target, env, home):
    check_pipe(tap, tool, target, env)
    check_end(tap, tool, env)
    if missing():
        tap.skip("the prompt on a terminal", missing())
        return
    try:
        check_terminal(tap, tool, target, env, home)
        try_dropping(tap, tool, target, env)
        check_signal(tap, tool, target, env)
    except AssertionError as failure:
        tap.result(False, "the terminal answers", failure)
