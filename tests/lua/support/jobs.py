"""Job control, typing ahead, pasting, the prompt itself."""
import os
import re
import shutil
import signal
import sys

from .target import Target
from .terminal import PROMPT, Terminal, missing

LEADER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "leader.py")
STOPPED = "[stopped, as it was]"


class Job(Terminal):
    """The tool below a shell that can stop it."""

    def words(self, tool, target):
        return [sys.executable, LEADER] + Terminal.words(self, tool, target)


def check_stop(tap, tool, target, env):
    with Job(tool, target, env, "xterm", (24, 80)) as job:
        job.send("bt -")
        job.expect("bt -")
        job.send("\x1a")
        job.expect(STOPPED)
        tap.result(True, "Ctrl-Z gives the terminal back as it was")
        job.resize(30, 200)
        job.send("fg\r")
        text = job.expect("bt -")
        tap.result(PROMPT in text, "fg shows the prompt and the line again", text)
        job.send("1\r")
        job.expect("#2  ")
        tap.result("<module>" in job.expect(PROMPT), "which can be completed")
        job.send("show height\r")
        job.expect("in a page is 30.")
        tap.result(True, "a resize meanwhile is noticed")
        job.expect(PROMPT)
        job.send("lua print('begins') pf.sleep(60)\r")
        job.expect("begins\r\n")
        job.send("\x1a")
        job.expect(STOPPED)
        tap.result(target.runs_freely(), "Ctrl-Z stops a command, too", target.status())
        job.send("fg\r")
        job.expect("[goes on]")
        job.send("\x03")
        text = job.expect(PROMPT)
        tap.result("Quit" in text, "which goes on", text)
        job.send("lua local h <close> = pf.process():stop() print('held') while true do end\r")
        job.expect("held\r\n")
        job.send("\x1a")
        job.expect("^Z")
        job.send("\x03")
        job.expect(STOPPED)
        tap.result(target.runs_freely(), "Ctrl-Z waits until a script lets the process go",
                   target.status())
        job.send("fg\r")
        tap.result("Quit" in job.expect(PROMPT), "and Ctrl-C is not forgotten")
        job.ask("set height 4")
        job.send("thread apply all bt\r")
        job.expect("paging--")
        job.send("\x1a")
        job.expect(STOPPED)
        job.send("fg\r")
        job.expect("[goes on]")
        job.send("q\r")
        tap.result("Quit" in job.expect(PROMPT), "a page that waits can be stopped")


class WeakJob(Job):
    """Without the right to real-time priority, sampling has to stop threads."""

    def words(self, tool, target):
        weak = [shutil.which("setpriv"), "--bounding-set=-sys_nice"]
        return Job.words(self, tool, target)[:2] + weak + Terminal.words(self, tool, target)


def check_sampling(tap, tool, env):
    kind = WeakJob if shutil.which("setpriv") and not os.getuid() else Job
    with Target("busy.py") as busy, kind(tool, busy, env, "xterm", (24, 80)) as job:
        job.send("lua print('begins') pf.execute('sample -r .0005 -o /dev/null')\r")
        job.expect("begins\r\n")
        free = 0
        for _ in range(20):
            job.send("\x1a")
            job.expect(STOPPED)
            free += busy.runs_freely()
            job.send("fg\r")
            job.expect("[goes on]")
        tap.result(free == 20, "Ctrl-Z never leaves a thread that is sampled stopped", free)
        job.send("\x03")
        job.expect(PROMPT)


def check_outside(tap, tool, target, env):
    """Stopped by somebody else, without notice."""
    with Job(tool, target, env, "xterm", (24, 80)) as job:
        text = job.ask("lua local f = io.open('/proc/self/stat') print('pid', f:read('n'), 'end')")
        pid = int(re.search(r"pid\t(\d+)\tend", text).group(1))
        job.send("thread")
        job.expect("thread")
        os.kill(pid, signal.SIGSTOP)
        job.expect("[stopped, ")
        job.send("fg\r")
        text = job.expect("thread")
        tap.result(PROMPT in text, "after SIGSTOP the line is there again", text)
        tap.result("[Current thread is 1" in job.ask(""), "and can be sent")


def check_typing(tap, tool, target, env):
    with Terminal(tool, target, env, "xterm", (24, 80)) as terminal:
        terminal.send("lua print('begins') io.read = nil for i = 1, 3 do pf.sleep(.1) end\r")
        terminal.expect("begins\r\n")
        terminal.send("lua print('ahe' .. 'ad')\r")
        terminal.expect(PROMPT)
        tap.result("ahead\r\n" in terminal.expect("ahead\r\n"), "what is typed ahead is read")
        terminal.expect(PROMPT)
        terminal.send("\x1b[200~lua a = 6\nlua b = 7\nlua print(a * b)\x1b[201~\r")
        text = terminal.expect("42\r\n")
        terminal.expect(PROMPT)
        tap.result(text.count(PROMPT) >= 2, "pasted lines are run one by one", text)
        terminal.send("\x1b[200~lua print('begins') while true do end\nlua print(6 * 7)\x1b[201~\r")
        terminal.expect("begins\r\n")
        terminal.send("\x03")
        text = terminal.expect(PROMPT) + terminal.ask("lua print('next')")
        tap.result("42" not in text and "next\r\n" in text, "Ctrl-C drops the rest", text)
        text = terminal.ask("lua print('\xe4\xf6\xfc', #'\xe4')")
        tap.result("\xe4\xf6\xfc\t2" in text, "UTF-8 is read", text)
        terminal.send("lua print('\xe4\xf6')\x1b[D\x1b[D\x7f\xfc")
        text = terminal.ask("")
        tap.result("\xe4\xfc\r\n" in text, "and edited", text)


def check_prompt(tap, tool, target, env):
    with Terminal(tool, target, env) as terminal:
        terminal.send("set prompt look>  \r")
        terminal.expect("\r\nlook>  ")
        terminal.send("show prompt\r")
        text = terminal.expect("\r\nlook>  ")
        tap.result("Pyflame-shell's prompt is \"look>  \"." in text, "set prompt", text)
        terminal.send("lua pf.prompt_hook = function() pf.set('prompt', 'other> ') end\r")
        terminal.expect("\r\nlook>  ")
        terminal.send("\r")
        text = terminal.expect("\r\nother> ")
        tap.result(True, "a hook may change the setting that it is asked for", text)


def check_leaving(tap, tool, target, env):
    """A program that was started runs on, and whoever leaves is told so."""
    terminal = Terminal(tool, target, env)
    answer = terminal.ask("run %s -S -c 'import signal; signal.pause()'" % sys.executable)
    pid = int(re.search(r"Attached to process (\d+) ", answer).group(1))
    terminal.send("quit\r")
    words = "Process %d, which was started here, runs on.\r\n" % pid
    try:
        tap.result(words in terminal.expect(words), "what run has started runs on", answer)
        terminal.end("")
    finally:
        os.kill(pid, signal.SIGKILL)


def check_all(tap, tool, target, env, _):
    if missing():
        tap.skip("job control", missing())
        return
    try:
        check_stop(tap, tool, target, env)
        check_sampling(tap, tool, env)
        check_outside(tap, tool, target, env)
        check_typing(tap, tool, target, env)
        check_prompt(tap, tool, target, env)
        check_leaving(tap, tool, target, env)
    except AssertionError as failure:
        tap.result(False, "the terminal answers", failure)
