"""asyncio's tasks: the tree of `info tasks`, and the stacks of `task apply`, against what is told."""
import re
import time

from .outcome import expect
from .state_checks import command
from .target import PATIENCE

HEAD = re.compile(r'^( *)Task (\d+) (?:"([\w-]+)"|\(([\w.<>-]+)\)) is (.*)$')
FRAME = re.compile(r"^ *#(\d+) +(\S+) at .*:(\d+)$")
STATES = {"waiting": "waiting ", "ready": "ready to run", "running": "running in thread "}
COUNT = 10000

# What is said of those for whom it is of interest.
SAYS = {
    "executes": r'waiting for an executor, working in thread \d+ \(LWP \d+\) "\S+"',
    "gatherer": r"waiting for a gather of 2 tasks",
    "one": r'waiting for task \d+ (?:"parked_3"|\(parked_3\))',
    "locks": r"waiting in (?:Lock\.acquire|acquire of asyncio\.locks)",
    "sleeps": r"waiting in sleep of asyncio\.tasks",
    "teller": r'running in thread \d+ \(LWP \d+\) "MainThread"',
}


class Tree:
    """What `info tasks` has printed: of each name what is said, its stack, those that it is below."""

    def __init__(self, output):
        self.says, self.stacks, self.above, self.numbers, self.blocked = {}, {}, {}, {}, {}
        path = []
        for line in output.splitlines():
            self.take(line, path)

    def take(self, line, path):
        head, frame = HEAD.match(line), FRAME.match(line)
        if head:
            indent, number, name, coroutine, says = head.groups()
            path[len(indent) // 2:] = [name or coroutine]
            self.add(path, int(number), says)
        elif frame:
            stack = self.stacks[path[-1]]
            expect(int(frame.group(1)) == len(stack), "levels: %s", line)
            stack.append([frame.group(2), int(frame.group(3))])
        elif line.startswith("  awaited by thread "):
            self.blocked[path[-1]] = line
        else:
            expect(line.startswith("Loop 0x"), "what is this? %s", line)

    def add(self, path, number, says):
        name = path[-1]
        again = says == "shown above"
        expect(again == (name in self.says), "%s is shown twice, or never: %s", name, says)
        self.above.setdefault(name, []).extend(path[-2:-1])
        if not again:
            self.says[name], self.stacks[name], self.numbers[name] = says, [], number


def check_task(want, tree):
    name = want["name"]
    expect(name in tree.says, "%s is not there: %s", name, sorted(tree.says))
    expect(tree.says[name].startswith(STATES[want["state"]]), "%s is %s, not %s", name,
           tree.says[name], want["state"])
    expect(tree.stacks[name] == want["stack"], "%s: %s, not %s", name, tree.stacks[name],
           want["stack"])
    expect(sorted(tree.above[name]) == want["awaited"], "%s is awaited by %s, not %s", name,
           tree.above[name], want["awaited"])


def settled(context, target):
    """The tree once the thread that waits for a task does so."""
    end = time.monotonic() + PATIENCE
    while True:
        tree = Tree(command(context, target, "info tasks"))
        if tree.blocked or time.monotonic() > end:
            return tree


def check_tree(context):
    with context.start("tasks", "all") as target:
        tree = settled(context, target)
        expect(list(tree.blocked) == ["bridged"] and '"bridging"' in tree.blocked["bridged"],
               "threads wait: %s", tree.blocked)
        told = target.truth["tasks"] + [{
            "name": "teller", "state": "running", "awaited": ["begin"],
            "stack": [["teller", target.truth["teller"]]]}]
        for want in told:
            check_task(want, tree)
        expect(sorted(tree.says) == sorted(want["name"] for want in told), "others: %s",
               sorted(tree.says))
        for name, says in SAYS.items():
            expect(re.fullmatch(says, tree.says[name]), "%s is %s", name, tree.says[name])
        done = Tree(command(context, target, "info tasks -done -brief"))
        expect(set(done.says) - set(tree.says) <= {"ends"}, "done: %s", sorted(done.says))


def check_apply(context):
    with context.start("tasks", "all") as target:
        applied = command(context, target, "task apply all -ascending bt")
        parts = re.split(r"^\nTask (?=\d)", "\n" + applied, flags=re.M)[1:]
        wants = {want["name"]: want["stack"] for want in target.truth["tasks"]}
        numbers = []
        for part in parts:
            heading, _, stack = part.partition("\n")
            number, name = re.match(r'(\d+) ["(](\w+)[")] is .*:$', heading).groups()
            numbers.append(int(number))
            have = [[function, int(line)] for _, function, line in
                    (FRAME.match(line).groups() for line in stack.splitlines() if line)]
            expect(have == wants.get(name, have), "%s: %s, not %s", name, have, wants.get(name))
        expect(numbers == list(range(1, len(wants) + 2)), "numbers: %s", numbers)


def check_full(context):
    """The variables of a coroutine that does not run."""
    with context.start("tasks", "all") as target:
        tree = Tree(command(context, target, "info tasks"))
        full = command(context, target, "task apply %d bt full" % tree.numbers["sleeps"])
        expect(re.search(r"^#0  sleep at .*\n        delay = 100000\n        result = None\n", full,
                         re.M), "%s", full)
        expect(re.search(r"^#1  sleeps at .*\nNo locals\.\n\Z", full, re.M), "%s", full)
        one = command(context, target, "task %d" % tree.numbers["parked_3"])
        expect(re.match(r'Task \d+ \S+ is waiting .*\n  awaited by task \d+ \W?one\W?\n'
                        r'  awaited by task \d+ \W?other\W?\n#0  ', one), "%s", one)


def check_values(context):
    """In the newest frame that is none of asyncio's: leaf() has no loop, begin() has one."""
    with context.start("tasks", "all") as target:
        tree = Tree(command(context, target, "info tasks"))
        some = command(context, target, "task apply all -s print loop")
        expect(re.fullmatch(r'\nTask %d \S+ is waiting for task .*:\nloop = <.*\n'
                            % tree.numbers["begin"], some), "%s", some)
        bare = command(context, target, "task apply %d %d -q p 1 + 1"
                       % (tree.numbers["sleeps"], tree.numbers["teller"]))
        expect(bare == "1 + 1 = 2\n1 + 1 = 2\n", "%s", bare)
        told = command(context, target, "task apply %d -c print nothing" % tree.numbers["sleeps"])
        expect(told.endswith(":\nname 'nothing' is not defined\n"), "%s", told)


def check_many(context):
    """All are there when there is time for them; else it is said how many are not."""
    with context.start("tasks", "many") as target:
        status, output, errors = context.tool.run(
            "-batch", "-nx", "-p", str(target.pid), "-ex", "stop", "-ex", "info tasks -brief")
        expect(status == 0 and not errors, "exit status %s: %s", status, errors)
        lines = output.decode("utf-8").splitlines()
        children = [line for line in lines if line.startswith("  Task ")]
        parents = [line for line in lines if " gather of %d tasks" % COUNT in line]
        expect(len(children) == COUNT and len(parents) == 1, "%d below %s", len(children), parents)
        status, output, errors = context.tool.run(
            "-batch", "-nx", "-p", str(target.pid), "-ex", "info tasks -brief")
        shown = len(re.findall(r"^ *Task \d", output.decode("utf-8"), re.M))
        left = re.search(r"longer than 50 ms: (\d+) tasks? left out", errors)
        expect(shown + int(left.group(1) if left else 0) == target.truth["count"],
               "%d shown: %s", shown, errors)


def check_trashed(context):
    """Tasks and coroutines that are damaged: what can be read is there, and nothing else happens."""
    for seed in range(2):
        with context.start("tasks", "trashed", str(seed)) as target:
            status, output, errors = context.tool.run(
                "-batch", "-nx", "-p", str(target.pid), "-ex", "stop", "-ex", "info tasks",
                "-ex", "task apply all -s -q bt full")
            expect(status == 0, "exit status %s: %s", status, errors)
            shown = len(re.findall(rb"^ *Task \d+ .*(?<!shown above)$", output, re.M))
            left = re.search(r"(\d+) tasks? could not be read", errors)
            shown += int(left.group(1) if left else 0)
            count = target.truth["count"]
            expect(count / 2 < shown <= count, "%d of %d are shown: %s", shown, count, errors)


EACH = {"tasks-tree": check_tree, "tasks-apply": check_apply, "tasks-full": check_full,
        "tasks-values": check_values, "tasks-many": check_many,
        "tasks-trashed": check_trashed}
