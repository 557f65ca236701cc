"""The program as a whole: how it ends, and what it says then."""
import json
import os
import signal
import subprocess

from .terminal import PATIENCE, PROMPT, Terminal, missing


def run(tool, env, *arguments, **others):
    """Exit status, standard output, standard error."""
    done = subprocess.run(others.get("prefix", []) + [tool, "-nx"] + list(arguments), env=env,
                          stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          stdout=others.get("stdout", subprocess.PIPE), timeout=PATIENCE)
    return done.returncode, (done.stdout or b"").decode(), done.stderr.decode()


def run_limited(tool, env, *arguments):
    """The same with few descriptors."""
    return run(tool, env, *arguments, prefix=["sh", "-c", 'ulimit -n 64; exec "$@"', "sh"])


def check_closed_pipes(tap, tool, target, env):
    """As `| head` leaves the program: nobody reads what it writes."""
    pid = str(target.pid)
    endless = "while true do print(('x'):rep(5000)) end"
    for name, arguments in {
            "-d": ["-d", "-p", pid],
            "a command": ["-batch", "-p", pid, "-ex", "bt"],
            "a command that scripts hear of": [
                "-batch", "-e", "pyflame.on('stop', function() end)", "-p", pid, "-ex", "bt"],
            "Lua": ["-batch", "-e", endless],
            "a second command": ["-batch", "-p", pid, "-ex", "bt", "-ex", "bt"],
            "--version": ["--version"]}.items():
        reader, writer = os.pipe()
        os.close(reader)
        status, _, errors = run(tool, env, *arguments, stdout=writer)
        os.close(writer)
        tap.result((status, errors) == (1, ""), "%s ends silently without a reader" % name,
                   "%d: %s" % (status, errors))


def check_wrapper(tap, tool, target, env):
    """A program that is no Python: its child that is one is named, nothing else guessed."""
    python = os.path.realpath("/proc/%d/exe" % target.pid)
    script = "import sys; print('up', flush=True); sys.stdin.read()"
    with subprocess.Popen(["sh", "-c", '"$0" -c "$1"; :', python, script],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as wrapper:
        wrapper.stdout.readline()
        status, _, errors = run(tool, env, "-d", "-p", str(wrapper.pid))
        with open("/proc/%d/task/%d/children" % (wrapper.pid, wrapper.pid)) as children:
            advice = "Its child %s is %s." % (children.read().split()[0],
                                              os.path.basename(python))
        wrapper.stdin.close()
    tap.result(status == 4 and advice in errors, "a wrapper's child is named", errors)
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as other:
        status, _, errors = run(tool, env, "-d", "-p", str(other.pid))
        other.stdin.close()
    tap.result(status == 4 and errors.count("\n") == 1, "nothing is guessed", errors)


def check_beginnings(tap, tool, target, env):
    """Pythons that have just started."""
    python = os.path.realpath("/proc/%d/exe" % target.pid)
    for _ in range(30):
        with subprocess.Popen([python, "-c", "import time; time.sleep(60)"]) as process:
            status, _, errors = run(tool, env, "-d", "-p", str(process.pid))
            process.kill()
        if status:
            break
    tap.result(status == 0, "a Python that starts is waited for", errors)


def check_values(tap, tool, target, env):
    """Dumps with the values of variables, but for secrets."""
    pid = str(target.pid)
    _, text, _ = run(tool, env, "-d", "-p", pid, "--locals")
    tap.result("        count = 3\n" in text and "        rest = (4, 5)\n" in text,
               "--locals prints variables below their frames", text)
    _, text, _ = run(tool, env, "-d", "-p", pid, "--locals", "--format", "json")
    frames = [frame for thread in json.loads(text)["threads"] for frame in thread["frames"]]
    found = {value["name"]: value for frame in frames for value in frame["locals"]}
    tap.result(found.get("count") == {"name": "count", "kind": "argument", "type": "int",
                                      "value": "3"}, "as JSON, too", text)
    tap.result(found["more"]["value"] == "{'key': 'v'}" and found["more"]["kind"] == "keywords",
               "with all kinds of arguments", text)
    _, text, _ = run(tool, env, "-d", "-p", pid, "--locals", "--redact", "KEY,count")
    tap.result("count = <redacted>\n" in text and "more = {'key': <redacted>}\n" in text,
               "--redact leaves out what has such a name", text)
    _, text, _ = run(tool, env, "-d", "-p", pid, "--no-locals", "--locals")
    tap.result("inner at" in text and "count" not in text, "--no-locals is stronger", text)


def check_interrupted_programs(tap, tool, env):
    """A program that Lua runs, and that Ctrl-C ends."""
    for name, code in {
            "os.execute": "os.execute('kill -INT $$')",
            "a shell": "os.execute('exit 130')",
            "io.popen": "io.popen('kill -INT $$'):close()"}.items():
        status, output, errors = run(tool, env, "-batch", "-e", code + " print('on')")
        tap.result((status, output, errors) == (-signal.SIGINT, "", ""),
                   "%s: what Ctrl-C ended ends a batch" % name, (status, output, errors))
    status, output, _ = run(tool, env, "-batch", "-e",
                            "print(os.execute('kill -TERM $$')) print(os.execute('exit 3'))")
    tap.result((status, output) == (0, "nil\tsignal\t15\nnil\texit\t3\n"),
               "other ends are as Lua has them", output)


def interrupt(terminal, line):
    """Ctrl-C once LINE says "begins": a shell that is about to start a program misses it."""
    terminal.send("lua %s print('goes' .. 'on')\r" % line)
    terminal.expect("begins\r\n")
    terminal.send("\x03")
    return terminal.expect(PROMPT)


def check_interrupted_lua(tap, tool, target, env):
    rest = "[[echo be'gins' >&2; exec sleep 60]]"
    terminal = Terminal(tool, target, env)
    try:
        for name, line in {
                "pyflame.sleep": "print('be' .. 'gins') pyflame.sleep(60)",
                "a loop with pyflame.sleep":
                    "print('be' .. 'gins') while true do pyflame.sleep(0.01) end",
                "os.execute": "os.execute" + rest,
                "a loop with os.execute": "while true do os.execute%s end" % rest,
                "io.popen": "io.popen%s:close()" % rest}.items():
            answer = interrupt(terminal, line)
            tap.result("Quit" in answer and "goeson" not in answer, "Ctrl-C ends " + name, answer)
    except BaseException:
        terminal.kill()
        raise
    terminal.end()


# What is left without being closed; then what is kept, and why there is no more of it.
LEFT = """
local process = assert(pyflame.attach(%(pid)d))
if %(stopped)s then collectgarbage("stop") end
for i = 1, %(times)d do assert(%(what)s) end
print("all")
"""
KEPT = """
local process = assert(pyflame.attach(%(pid)d))
local kept, message = {}
repeat kept[#kept + 1], message = %(what)s until message
print(message)
"""


def check_descriptors(tap, tool, target, env):
    """A script that closes nothing does not run out of descriptors, unless it keeps what it has."""
    for what, times in (("pyflame.attach(%d)" % target.pid, 200),
                        ("process:samples{ rate = 100 }", 50)):
        for stopped in ("false", "true"):
            words = {"pid": target.pid, "what": what, "times": times, "stopped": stopped}
            ended = run_limited(tool, env, "-batch", "-e", LEFT % words)
            tap.result(ended == (0, "all\n", ""), "%s, left %d times, stopped: %s" %
                       (what, times, stopped), ended)
        status, output, errors = run_limited(tool, env, "-batch", "-e", KEPT % words)
        tap.result((status, errors) == (0, "") and output != "nil\n",
                   "%s, kept" % what, (status, output, errors))


def check_all(tap, tool, target, env, home):
    check_closed_pipes(tap, tool, target, env)
    check_wrapper(tap, tool, target, env)
    check_values(tap, tool, target, env)
    check_beginnings(tap, tool, target, env)
    check_interrupted_programs(tap, tool, env)
    check_descriptors(tap, tool, target, env)
    if missing():
        tap.skip("Ctrl-C on a terminal", missing())
        return
    try:
        check_interrupted_lua(tap, tool, target, env)
    except AssertionError as failure:
        tap.result(False, "the terminal answers", failure)
