"""What the old command writes, byte by byte, and whether it is true."""
import binascii
import json
import os
import pty
import re
import signal
import subprocess

from . import shapes
from .command import Skip, Target, await_line, expect


NAMES = ("five", "three", "two")
ATTEMPTS = 4  # whoever else wants the processors keeps the target waiting at some place


def each_folded_shares_are_true(command, python):
    """They are those of the time that the target says it spent."""
    with Target("shares", python) as target:
        first_among_equals(target.pid)
        for attempt in range(ATTEMPTS):
            before = spent(target)
            counts = shapes.folded(command.good("-s", "2", "-p", target.pid))
            wrong = wrong_share(counts, [after - begun for begun, after
                                         in zip(before, spent(target))])
            if not wrong:
                break
        expect(not wrong, "%s: %s", wrong, counts)
        for stack in counts:
            if stack not in ("idle", "failed"):
                first = stack.split(";")[0].rsplit(":", 2)
                expect(first[:2] == [target.path, "<module>"], "the oldest frame: %r", stack)


def spent(target):
    """Seconds in each function of NAMES so far."""
    target.signal(signal.SIGUSR1)
    return [float(word) for word in await_line(target.process, "spent ").split()[1:]]


def first_among_equals(pid):
    try:
        os.setpriority(os.PRIO_PROCESS, pid, -20)
    except PermissionError:
        pass


def wrong_share(counts, seconds):
    """What is wrong, or None; within five standard deviations, and what is not sampled while
    pyflame starts and ends."""
    counted = [sum(count for stack, count in counts.items() if ":%s:" % name in stack)
               for name in NAMES]
    total = sum(counted)
    if total <= 200:
        return "too few samples"
    for name, count, time in zip(NAMES, counted, seconds):
        share = time / sum(seconds)
        if abs(count / total - share) >= 5 * (share * (1 - share) / total) ** 0.5 + 0.02:
            return "%s has %.3f, must have %.3f" % (name, count / total, share)
    return None


def each_one_sample(command, python):
    with Target("shares", python) as target:
        for words in (["-s", "0"], ["-s0"], ["--seconds=0"], ["-s", "0", "-r", "0"]):
            counts = shapes.folded(command.good(*words + ["-p", target.pid]))
            expect(list(counts.values()) == [1], "%s: %s", words, counts)


def each_idle(command, python):
    with Target("idle", python) as target:
        counts = shapes.folded(command.good("-s", "0.3", "--pid=%d" % target.pid))
        expect(list(counts) == ["idle"] and counts["idle"] > 50, "%s", counts)
        for word in ("-x", "--exclude-idle"):
            expect(command.good("-s", "0.1", word, "-p", target.pid).output == "", word)
            expect(command.good("-T", "-s", "0.1", word, "-p", target.pid).output == "", word)


def check_idle_is_explained_on_a_terminal(command):
    """To people; each_idle() sees to it that programs hear nothing."""
    mine, theirs = pty.openpty()
    with Target("idle") as target:
        for words, ways in ((["-s", "0.05"], "--threads or --children"), (["-s", "0"], ""),
                            (["-s", "0.05", "-x", "-T"], "--threads or --children"),
                            (["-s", "0.05", "--children"], "--threads"), (["-s", "0.05", "-L"], "")):
            command.run("-p", target.pid, *words, stderr=theirs)
            os.write(theirs, b"end\n")
            said = b""
            while b"end\r\n" not in said:
                said += os.read(mine, 4096)
            want = b"pyflame: all samples were idle: try %s.\r\n" % ways.encode() if ways else b"end"
            expect(want in said and (b"all samples" in said) == bool(ways), "%s %s", words, said)
    os.close(mine)
    os.close(theirs)


def each_without_line_numbers(command, python):
    with Target("shares", python) as target:
        for word in ("-n", "--no-line-numbers"):
            result = command.good("-s", "0.3", word, "-p", target.pid)
            counts = shapes.folded(result, numbers=False)
            stack = "%s:<module>;%s:work;%s:five;%s:count" % ((target.path,) * 4)
            expect(stack in counts, "%s", result)


def each_threads(command, python):
    with Target("threads", python) as target:
        for word in ("--threads", "-L"):
            counts = shapes.folded(command.good("-s", "0.5", word, "-p", target.pid))
            a, b = (sum(count for stack, count in counts.items() if name in stack)
                    for name in (":sleep_a:", ":sleep_b:"))
            expect(a and b and a < 2 * b and b < 2 * a, "%s", counts)


def each_dump(command, python):
    with Target("threads", python) as target:
        for word in ("-d", "--dump"):
            threads = shapes.dump(command.good(word, "-p", target.pid))
            expect(len(threads) == 3, "%s", threads)
            oldest = [frames[-1].rsplit(":", 2)[1] for _, frames in threads]
            functions = [[frame.rsplit(":", 2)[1] for frame in frames] for _, frames in threads]
            expect(oldest[-1] == "<module>", "the main thread is the last: %s", functions)
            expect("sleep_b" in functions[0] and "sleep_a" in functions[1], "%s", functions)
            expect(functions[0].index("wait") < functions[0].index("sleep_b"), "%s", functions)
    with Target("shares", python) as target:
        for _ in range(100):  # it has said "ready", and is on its way
            threads = shapes.dump(command.good("-d", "-p", target.pid))
            if threads[0][0].endswith("*:"):
                break
        expect(len(threads) == 1 and threads[0][0].endswith("*:"), "%s", threads)


def each_flamechart(command, python):
    with Target("shares", python) as target:
        for word in ("--flamechart", "--timestamp", "-T"):
            pairs = shapes.flamechart(command.good("-s", "0.1", "-r", "0.01", word,
                                                   "-p", target.pid))
            expect(2 <= len(pairs) <= 12, "%s", pairs)


def each_names_in_every_script(command, python):
    for name in (u"låtìÑ1", u"日本語はどうですか", u"ﻂﻴﺒﻋﻰ", u"ចន្លោះ", u"ไทย"):
        if python.version[0] == 2:
            raise Skip("names are ASCII in Python 2")
        file = u"/srv/%s.py" % name
        words = [binascii.hexlify(text.encode("utf-8")).decode() for text in (file, u"f")]
        with Target("names", python, *words) as target:
            result = command.good("-s", "0.05", "-p", target.pid)
            expect(u"%s:f:" % file in result.output, "%s", result)


def check_flamegraph_reads_every_line(command):
    """Blanks, semicolons, line breaks and numbers in names; with and without lines."""
    for file in (u"a;b c.py", u"x\ny.py", u"dir 5/file 7", u"end 12", u"tab\t3", u" "):
        words = [binascii.hexlify(file.encode("utf-8")).decode(), ""]
        with Target("names", None, *words) as target:
            for more in ([], ["-n"]):
                result = command.good("-s", "0.05", "-p", target.pid, *more)
                for frames, count in shapes.flamegraph(result.output):
                    expect(count >= 1, "%s", result)
                    expect(len(frames) <= 3, "%s", frames)


def check_output_goes_to_a_file(command):
    path = os.path.join(command.folder, "out")
    with Target("shares") as target:
        for words in (["-o", path], ["--output=" + path], ["-o" + path]):
            result = command.good("-s", "0.1", "-p", target.pid, *words)
            expect(result.output == "", "%s", result)
            with open(path) as file:
                result.output = file.read()
            expect(shapes.folded(result), "%s", result)
            os.unlink(path)
        expect(os.listdir(command.folder) == ["bin"], "left behind: %s",
               os.listdir(command.folder))


def check_a_full_disk_loses_nothing(command):
    with Target("shares") as target:
        result = command.run("-s", "0.1", "-o", "/dev/full", "-p", target.pid)
        match = re.search(r"No space left on device; .* in (/\S+)\.\n", result.errors)
        expect(result.status == 1 and match, "%s", result)
        with open(match.group(1)) as file:
            result.output = file.read()
        os.unlink(match.group(1))
        expect(shapes.folded(result), "%s", result)


def check_other_formats(command):
    shell = os.path.join(os.path.dirname(command.path), "pyflame-shell")
    with Target("shares") as target:
        done = {}
        for name in ("cpuprofile", "json", "json-tally", "flamechart", "report", "collapsed"):
            done[name] = subprocess.run(
                [shell, "-batch", "-nx", "-p", str(target.pid), "-ex",
                 "sample -s 0.2 -r 0.002 -format " + name], env=command.env,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True).stdout.decode()
        profile = json.loads(done["cpuprofile"])
        verify_cpuprofile(profile)
        for name in ("json", "json-tally"):
            rows = [json.loads(line) for line in done[name].splitlines()]
            expect(rows and all("frames" in row for row in rows), "%s: %s", name, rows)
        expect(" count (" in done["report"], "%s", done["report"])
        expect(shapes.flamegraph(done["collapsed"]), "%s", done["collapsed"])


def verify_cpuprofile(profile):
    nodes = {node["id"]: node for node in profile["nodes"]}
    expect(len(profile["samples"]) == len(profile["timeDeltas"]), "as many times as samples")
    expect(all(sample in nodes for sample in profile["samples"]), "samples are nodes")
    expect(all(delta >= 0 for delta in profile["timeDeltas"]), "times do not go back")
    expect(sum(profile["timeDeltas"]) == profile["endTime"] - profile["startTime"], "times add up")
    children = [child for node in nodes.values() for child in node["children"]]
    expect(sorted(children) == sorted(set(nodes) - {1}), "a tree: each has one parent")
    expect(sum(node["hitCount"] for node in nodes.values()) == len(profile["samples"]), "hits")
    names = [node["callFrame"]["functionName"] for node in nodes.values()]
    expect(names[0] == "(root)" and {"five", "three", "two"} <= set(names), "%s", names)
