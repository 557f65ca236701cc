"""Lines of TAP, and whether any of them is bad."""


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def result(self, good, name, why=""):
        self.count += 1
        self.failed += not good
        print("%sok %d - %s" % ("" if good else "not ", self.count, name))
        if not good and why:
            self.note(why)

    def skip(self, name, reason):
        self.count += 1
        print("ok %d - %s # SKIP %s" % (self.count, name, reason))

    @staticmethod
    def note(text):
        for line in str(text).splitlines():
            print("# " + line)

    def finish(self):
        print("1..%d" % self.count, flush=True)
        return 1 if self.failed else 0
