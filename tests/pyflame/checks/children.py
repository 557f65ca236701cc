"""--children: a process or command together with its descendants."""
import os
import re
import signal
import subprocess

from . import shapes
from .command import PATIENCE, Target, await_line, await_sampling, end, expect
from .trace import PYTHON, TURNS, traced, words_of

LINE = re.compile(r"process (\d+);((?:[^:]+:[^:]+:\d+)(?:;[^:]+:[^:]+:\d+)*|\(idle\)|\(failed\)) \d+")


def by_function(result):
    """{function: pids} of folded output with processes."""
    pids = {}
    for line in result.output.splitlines():
        match = LINE.fullmatch(line)
        expect(match, "not folded below a process: %r", line)
        if match.group(2)[0] != "(":
            for frame in match.group(2).split(";"):
                pids.setdefault(frame.split(":")[1], set()).add(int(match.group(1)))
    return pids


def spin(name):
    """A function that computes for a while."""
    return "def %s(turns=%s):\n    while turns: turns -= 1\n" % (name, TURNS)


def each_kind_of_descendant(command, python):
    """Those that there are, of any age; sampled while the target waits."""
    with Target("family", python) as target:
        result = command.run("--children", "-s", "0.5", "-p", target.pid)
        expect(result.status == 0 and not result.errors, "%s", result)
        pids = by_function(result)
        for name in ("forked", "grandchild", "executed", "pooled"):
            expect(name in pids, "%s is missing: %s", name, result)
            expect(target.pid not in pids[name], "%s in the wrong process: %s", name, result)
        everybody = set.union(*pids.values())
        for pid in everybody:
            with open("/proc/%d/status" % pid) as file:
                expect("TracerPid:\t0\n" in file.read(), "%d is traced", pid)


def check_children_that_come_and_go(command):
    """20 in turn, each for as long as it takes to be sampled."""
    code = spin("turn") + ("import os\nfor i in range(20):\n"
                           "    if not os.fork(): turn(); os._exit(0)\n    os.wait()\n")
    result, _ = traced(command, [PYTHON, "-S", "-c", code], options=["--children"])
    seen = by_function(result)["turn"]
    expect(5 <= len(seen) <= 20, "%d of 20: %s", len(seen), result)


def check_a_wrapper_that_stays(command):
    ending = " ".join(words_of("ending", TURNS, "0"))
    other = "%s -S -c '%s'" % (PYTHON, spin("other") + "other()")
    result, _ = traced(command, ["sh", "-c", ending + "; " + other + "; exit 5"], status=5,
                       options=["--children"])
    pids = by_function(result)
    expect(pids["spin"] != pids["other"] and not result.errors, "%s", result)


def check_merged(command):
    code = spin("both") + "import os\npid = os.fork()\nboth()\nif pid: os.wait()"
    result, _ = traced(command, [PYTHON, "-S", "-c", code], options=["--children", "--merge"])
    expect(any(":both:" in stack for stack in shapes.folded(result)), "%s", result)


def check_no_python_among_them(command):
    result, _ = traced(command, ["sh", "-c", "sleep 0.1; exit 4"], status=4,
                       options=["--children"])
    expect(not result.output and "there was no Python among its processes" in result.errors,
           "%s", result)
    child = subprocess.Popen(["sleep", "1000"])
    try:
        result = command.run("--children", "-s", "0.1", "-p", child.pid)
        expect(result.status == 1 and not result.output, "%s", result)
        expect("nothing was sampled" in result.errors, "%s", result)
    finally:
        end(child)


def check_all_end_with_the_command(command):
    """A descendant that lives on is no reason to wait; nor is it harmed."""
    code = ("import os, signal, sys\nif not os.fork():\n"
            "    print('ready', os.getpid(), flush=True)\n"
            "    os.close(1), os.close(2), signal.pause()\n" + spin("own") + "own()")
    path = os.path.join(command.folder, "traced")
    process = command.start("--children", "-o", path, "-t", PYTHON, "-S", "-c", code)
    pid = int(await_line(process, "ready").split()[1])
    try:
        process.wait(PATIENCE)
        with open("/proc/%d/status" % pid) as file:
            text = file.read()
        expect("TracerPid:\t0\n" in text and "State:\tS" in text, "%s", text)
    finally:
        os.kill(pid, signal.SIGKILL)
        command.finish(process)
        os.unlink(path)


def check_what_does_not_go_together(command):
    for words, reason in ((["-d"], "--children and -d"), (["--abi=27"], "--children and --abi")):
        result = command.run("--children", *words, "-p", "1")
        expect(result.status == 1 and reason in result.errors, "%s", result)


def check_killed_it_leaves_nobody_traced(command):
    with Target("family") as target:
        family = [int(word) for word in target.words[-1].split()]
        for _ in range(5):
            process = command.start("--children", "-r", "0", "-s", "-1", "-p", target.pid)
            await_sampling(process)
            process.kill()
            command.finish(process)
            for pid in family:
                with open("/proc/%d/status" % pid) as file:
                    expect("TracerPid:\t0\n" in file.read(), "%d is still traced", pid)


def check_interrupted(command):
    with Target("family") as target:
        process = command.start("--children", "-s", "-1", "-p", target.pid)
        await_sampling(process)
        process.send_signal(signal.SIGINT)
        result = command.finish(process)
        expect(result.status == 0 and by_function(result), "%s", result)
