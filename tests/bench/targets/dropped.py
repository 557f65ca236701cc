"""dropped: makes functions, calls them for a while and drops them, so that others get their memory.

There are 5,000 of them, again and again. Number N is called by the function dispatch_KK, with
KK = N / 100, on its line 4 + N % 100, and on no other line of any function; on its third line it
calls one other of the same hundred. So a stack says by itself which functions it must have:
driver/dropped.lua knows that, too.
"""

COUNT, BATCH = 5000, 100
BODY = "(next):\n    for _ in range(300): pass\n    if next: next(%s)\n"
NAMED = "def made_%04d" + BODY % "None"  # the name and the place differ
PLACED = "def placed" + BODY % "None"  # the place alone
MOVED = "def moved" + BODY % "None"  # the file alone
CLOSED = "def closer_%04d(kept):\n    def closed" + (BODY % "kept").replace("\n", "\n    ")
CLOSED += "return closed\n"
DISPATCH = """def dispatch_%02d(make, rounds, calls):
    made = make(%d)
    for _ in rounds:
%s
"""
CALL = "        for _ in calls: made[%d](made[%d])"
# How often a batch is gone through, and how often each of its functions is called then.
LIVES = [(1, 1), (5, 1), (1, 20), (40, 1), (1, 300), (1, 1), (2, 5), (1, 2000)]


def source(number):
    """The text of a function, its name, its file."""
    if number % 4 == 0:
        return "\n" * (number % 50) + NAMED % number, "made_%04d" % number, "<named>"
    if number % 4 == 1:
        return "\n" * (number // 4) + PLACED, "placed", "<placed>"
    if number % 4 == 2:
        return MOVED, "moved", "<moved-%04d>" % number
    return CLOSED % number, "closer_%04d" % number, "<closed-%04d>" % number


def make_one(number):
    text, name, file = source(number)
    space = {}
    exec(compile(text, file, "exec"), space)
    function = space.pop(name)
    return function(None) if name.startswith("closer") else function


def make(batch):
    return [make_one(number) for number in range(batch * BATCH, batch * BATCH + BATCH)]


def dispatcher(batch):
    calls = [CALL % (at, (at * 37 + 11) % BATCH) for at in range(BATCH)]
    space = {}
    text = DISPATCH % (batch, batch, "\n".join(calls))
    exec(compile(text, "<dispatch>", "exec"), space)
    return space["dispatch_%02d" % batch]


def main():
    dispatchers = [dispatcher(batch) for batch in range(COUNT // BATCH)]
    ready()
    done, state = 0, 1
    while True:
        state = (state * 1103515245 + 12345) % 2147483648
        rounds, calls = LIVES[state // 65536 % len(LIVES)]
        dispatchers[state // 8388608 % len(dispatchers)](make, range(rounds), range(calls))
        done += BATCH
        put(page, BASE, done)


main()
