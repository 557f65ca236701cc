"""Writes the results: TAP while tests end, and the support matrix afterwards."""
import collections
import datetime
import platform
import sys

HEADING = """# Support matrix

`tests/e2e/run --full --matrix doc/support-matrix.md` wrote this on {date}, on Linux {kernel} \
({machine}): {count} tests against real interpreters, {failed} failed. Columns are interpreters, \
rows are what they were made to do; "skip" is a test that makes no sense there. The first column \
has the tests that need no interpreter.

"""
LINES, COLUMNS = 20, 1000  # of a failure's reason
SLOWEST = 20


class Report:
    """Counts results, and remembers them by test and interpreter."""

    def __init__(self, planned):
        self.results = {}
        self.seconds = collections.Counter()
        self.count = 0
        self.failed = 0
        print("TAP version 13")
        print("1..%d" % planned, flush=True)

    def add(self, test, place, verdict, reason="", seconds=0):
        """One result; `verdict` is ok, FAIL or skip."""
        self.count += 1
        self.failed += verdict == "FAIL"
        self.results[test, place] = verdict
        self.seconds[test] += seconds
        word = "not ok" if verdict == "FAIL" else "ok"
        skip = " # SKIP " + reason if verdict == "skip" else ""
        print("%s %d - %s [%s]%s" % (word, self.count, test, place, skip))
        if verdict == "FAIL":
            for line in reason.splitlines()[:LINES]:
                print("# " + line[:COLUMNS].encode("ascii", "backslashreplace").decode())
        sys.stdout.flush()

    def tell_slowest(self):
        """Says which tests took the longest, under all interpreters together."""
        for test, seconds in self.seconds.most_common(SLOWEST):
            print("# %7.1f s %s" % (seconds, test))

    def matrix(self):
        """The support matrix in markdown: a row per test, a column per interpreter."""
        return HEADING.format(date=datetime.date.today().isoformat(),
                              machine=platform.machine(), kernel=".".join(platform.release().split(".")[:2]),
                              count=self.count, failed=self.failed) + self.table()

    def table(self):
        tests = list(dict.fromkeys(test for test, _ in self.results))
        places = list(dict.fromkeys(place for _, place in self.results))
        rows = [["test"] + places, ["---"] * (len(places) + 1)]
        for test in tests:
            rows.append([test] + [self.results.get((test, place), "") for place in places])
        return "".join("| %s |\n" % " | ".join(row) for row in rows)
