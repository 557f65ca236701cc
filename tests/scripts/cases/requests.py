"""slow-requests and flamechart: what happened when, and for how long."""
import os
import re
import signal

from checks.command import Target, await_sampling, expect


def truth_of(target):
    """{function: seconds} of the steps that are over, as the target says."""
    text = target.process.stdout.read().decode()
    steps = re.findall(r"^was (\w+) (\S+)$", text, re.M)
    return {name: float(seconds) for name, seconds in steps}


def check_slow_requests_are_measured(tool):
    steps = ["between", "handle_fast:0.1", "between:0.1", "handle_slow:0.4", "between:0.1"]
    with Target("steps", None, *steps) as target:
        process = tool.start("--script", "slow-requests", "handle_*", "-s", "1000", "-r", "0.005",
                             "-p", target.pid)
        await_sampling(process)
        target.signal(signal.SIGUSR1)
        target.process.stdin.close()
        result = tool.finish(process)
        truth = truth_of(target)
    expect(result.status == 0 and "warning: " in result.errors, "%s", result)
    expect("Process %d: 2 requests in " % target.pid in result.output, "%s", result)
    table = re.findall(r"^ +1 +(\S+) s +(\S+) s +(\S+) s  (\w+) \(", result.output, re.M)
    expect([row[3] for row in table] == ["handle_slow", "handle_fast"], "%s", result)
    for row in table:
        expect(row[0] == row[1] == row[2], "%s", result)
        expect(abs(float(row[0]) - truth[row[3]]) < 0.05, "%s, but %s", row, truth)
    pattern = r'^(\S+) s  at \S+ s  thread %d "MainThread"  (\w+) \(.*\n(.*)' % target.pid
    longest = re.findall(pattern, result.output, re.M)
    expect([request[1] for request in longest] == ["handle_slow", "handle_fast"], "%s", result)
    expect(re.match(r" ?\d+\.\d %  inner at ", longest[0][2]), "%s", result)


def check_requests_without_an_end(tool):
    with Target("steps", None, "handle_slow") as target:
        words = ["-s", "0.2", "-p", target.pid]
        result = tool.good("--script", "slow-requests", "handle_slow", *words)
        expect(re.search(r"^\d\.\d{3} s\+  at 0\.000 s", result.output, re.M), "%s", result)
        result = tool.good("--script", "slow-requests", "nobody", *words)
        expect(": 0 requests in " in result.output, "%s", result)
        expect("Handler" not in result.output, "%s", result)


def check_a_request_that_has_begun_before(tool):
    with Target("steps", None, "handle_slow", "between:0.1") as target:
        process = tool.start("--script", "slow-requests", "handle_*", "-s", "1000",
                             "-p", target.pid)
        await_sampling(process)
        target.signal(signal.SIGUSR1)
        target.process.stdin.close()
        result = tool.finish(process)
        expect(re.search(r"^\d\.\d{3} s\+  at 0\.\d{3} s", result.output, re.M), "%s", result)


def check_flamechart(tool):
    """As the old command writes it, into the output or a file."""
    path = os.path.join(tool.folder, "chart")
    with Target("steps", None, "handle_slow") as target:
        words = ["--script", "flamechart", "-p", target.pid, "-s", "0.1", "-r", "0.005"]
        text = tool.good(*words).output
        said = tool.good(*words, "-o", path).output
        expect(said.endswith(" samples written to %s.\n" % path), "%s", said)
        with open(path) as file:
            for output in (text, file.read()):
                lines = output.splitlines()
                times = [int(line) for line in lines[::2]]
                expect(len(times) > 5 and times == sorted(times), "%s", output)
                whole = re.compile(r"(\S+steps\.py:\w+|\S+:<module>:\d+|\S+:\d+|;)+;")
                expect(all(whole.fullmatch(line) for line in lines[1::2]), "%s", output)
                deep = [line for line in lines if ":handle_slow:" in line and ":inner:" in line]
                expect(deep, "%s", output)
        tool.bad(1, r".*/nonexistent/x.*\n(.*\n)?", *words, "-o", "/nonexistent/x")
