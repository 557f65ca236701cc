"""workers: the different stacks of a server and of all that it has started."""
import os
import re

from checks.command import Target, expect


def check_workers_counts_equal_stacks(tool):
    with Target("prefork") as target:
        first, second, special, grandchild = target.words[0].split()
        output = tool.good("--script", "workers", "-p", target.pid).output
        heading = "Process %d and its descendants: 5 Pythons, 5 threads, 4 stacks\n" % target.pid
        expect(output.startswith(heading), "%s", output)
        blocks = output.split("\n\n")[1:]
        pids = " ".join(sorted((first, second), key=int))
        expect(blocks[0].startswith("2 threads of %s\n#0  wait_for_work at " % pids), "%s", output)
        heads = {block.splitlines()[0]: block.splitlines()[1:] for block in blocks[1:]}
        expect(set(heads) == {"1 thread of %s" % pid for pid in
                              (str(target.pid), special, grandchild)}, "%s", output)
        names = [line.split()[1] for line in heads["1 thread of " + grandchild]]
        expect(names == ["wait_for_work", "serve", "special", "fork", "<module>"], "%s", output)


def check_workers_by_few_frames(tool):
    with Target("prefork") as target:
        pids = target.words[0].split()
        output = tool.good("-p", target.pid, "--script", "workers", "-d", "1", "--pids=2").output
        serving = sorted(int(pid) for pid in (pids[0], pids[1], pids[3]))
        pattern = r"^3 threads of (\d+) (\d+) and 1 more\n#0  wait_for_work at \S+\n\n"
        match = re.search(pattern, output, re.M)
        expect(match and {int(pid) for pid in match.groups()} < set(serving), "%s", output)


def check_workers_below_what_is_no_python(tool):
    """A shell whose child is one; and one with none."""
    with Target("prefork") as target:
        output = tool.good("--script", "workers", "-m", "-p", os.getpid()).output
        expect(" of %d\n" % target.pid in output, "%s", output)
    tool.bad(3, r"workers: no process with pid 77777777\.\n", "--script", "workers",
             "-p", "77777777")
    process = tool.start(executable="cat", stdin=-1)
    tool.bad(1, r"There is no Python among process %d and its descendants\.\n" % process.pid,
             "--script", "workers", "-p", process.pid)
    process.communicate()
