"""watchdog and idle: threads that wait, and functions that last; processes that end meanwhile."""
import re
import signal

from checks.command import Target, await_line, await_sampling, expect

from .tool import THREADS


def check_what_ends_while_it_is_looked_at(tool):
    """What there is is said; that it has ended, too, where the end was not waited for."""
    for words, status, errors in [
            (["top", "-d", "0.1", "-n", "1000000"], 0, r"warning: .*%d.*\n"),
            (["watchdog", "-s", "1000"], 0, r""),
            (["idle", "-s", "1000"], 0, r"warning: .*%d.*\n"),
            (["slow-requests", "-s", "1000", "alpha"], 0, r"warning: .*%d.*\n"),
            (["flamechart", "-s", "1000"], 0, r"warning: .*%d.*\n")]:
        with Target("steps", None, "alpha") as target:
            process = tool.start("--script", words[0], "-p", target.pid, *words[1:])
            await_sampling(process)
            if words[0] == "top":
                await_line(process, "process ")
            target.process.kill()
            target.process.wait()
            result = tool.finish(process)
            pattern = errors % target.pid if "%" in errors else errors
            good = result.status == status and re.fullmatch(pattern, result.errors)
            expect(good, "%s: %s", words, result)


def check_watchdog_waits_for_one_function(tool):
    """One that stays on top; those that take turns are none, but their caller is."""
    with Target("steps", None, "flicker", "beta") as target:
        words = ["--script", "watchdog", "-p", target.pid, "-s", "0.3", "-r", "0.01", "-n", "1"]
        result = tool.good(*words, "--anywhere", "flick*")
        line = result.lines[0]
        match = re.fullmatch(r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  thread %d "MainThread" has been in '
                             r'flicker \(.*steps\.py\) for (\d+\.\d\d) s' % target.pid, line)
        expect(match and float(match.group(1)) >= 0.3, "%s", result)
        expect(re.search(r"^Process %d: " % target.pid, result.output, re.M), "%s", result)
        expect("flicker at " in result.output, "%s", result)
        process = tool.start(*words)
        await_sampling(process)
        target.signal(signal.SIGUSR1)
        result = tool.finish(process)
        expect(result.status == 0 and " has been in beta (" in result.lines[0], "%s", result)
        expect(result.output.count(" has been in ") == 1, "%s", result)


def check_watchdog_and_threads_that_wait(tool):
    """They are looked at when they are asked for."""
    with Target(THREADS) as target:
        words = ["--script", "watchdog", "-p", target.pid, "-s", "0.1", "-r", "0.01", "-n", "1"]
        for more in (["sleep_b", "-a"], ["wait"], ["--waiting"]):
            result = tool.good(*words, *more)
            expect(" has been in " in result.lines[0], "%s: %s", more, result)
            expect(result.output.count("\n#0 ") == 3, "%s: %s", more, result)


def check_idle_says_what_each_thread_waits_for(tool):
    with Target(THREADS) as target:
        output = tool.good("--script", "idle", "-s", "0.3", "-p", target.pid).output
        expect(output.startswith("Process %d: 3 threads in 0." % target.pid), "%s", output)
        threads = re.findall(r'^Thread (\d+) "(.*)": waited for 100.0 %% of (\d+) samples\n'
                             r"100.0 %%  (\S+) +(\S+) at (\S+):(\d+)\n" % (), output, re.M)
        tids = [int(thread[0]) for thread in threads]
        expect(len(threads) == 3 and tids == sorted(tids), "%s", output)
        for thread in threads:
            expect(thread[3:5] == (("read", "<module>") if int(thread[0]) == target.pid else
                                   ("futex", "wait")), "%s", output)
        expect(all(thread[5] == target.path for thread in threads), "%s", output)
        deep = tool.good("--script", "idle", "-s", "0.1", "-d", "2", "-p", target.pid).output
        expect(re.search(r"futex +wait at \S+ < sleep_a at \S+\n", deep), "%s", deep)
    with Target("steps", None, "alpha") as target:
        words = ["--script", "idle", "-s", "0.2", "-p", target.pid]
        expect("runs" not in tool.good(*words).output, "it did not wait")
        output = tool.good(*words, "--busy").output
        expect(re.search(r" %  runs Python +alpha at ", output), "%s", output)
