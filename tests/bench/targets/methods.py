"""methods: an object with small methods of different lengths that are called all the time."""

IN_MAIN, IN_STEP, IN_ADD, IN_MIX, IN_FOLD, IN_CHECK, IN_CLEAR = MARKS[1:8]


class Machine(object):
    def __init__(self):
        self.sum = self.state = 1

    def add(self, value):
        page[0] = IN_ADD
        self.sum += value

    def mix(self):
        page[0] = IN_MIX
        i = 0
        while i < 8:
            i += 1
        self.state = self.state * 5 + 1 & 0xffff

    def fold(self):
        page[0] = IN_FOLD
        for value in (1, 2, 3, 4, 5, 6, 7, 8, 9):
            self.state ^= value
            self.state += value

    def check(self):
        page[0] = IN_CHECK
        i = 0
        while i < 60:
            i += 1
        return self.state < self.sum

    def clear(self):
        page[0] = IN_CLEAR
        self.sum &= 0xfffff

    def step(self):
        page[0] = IN_STEP
        self.add(3)
        page[0] = IN_STEP
        self.mix()
        page[0] = IN_STEP
        self.fold()
        page[0] = IN_STEP
        self.check()
        page[0] = IN_STEP
        self.clear()
        page[0] = IN_STEP


def main():
    machine = Machine()
    done = 0
    ready()
    while True:
        machine.step()
        page[0] = IN_MAIN
        done += 1
        put(page, BASE, done)


main()
