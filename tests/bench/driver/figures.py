"""Figures: several measurements of one thing, and pairs of them."""
from statistics import median


class Result:
    """A line of the table. Values of ours and of what stands beside it were taken in turn."""

    def __init__(self, title, python, ours, unit, beside=None, name="", bar="", relative=True,
                 each=False):
        self.title, self.python, self.unit, self.bar = title, python.label, unit, bar
        self.ours, self.beside, self.name, self.relative = ours, beside or [], name, relative
        self.each = each  # the values are not of one thing: all are shown

    def ratios(self):
        if not self.relative:
            return []
        return [a / b for a, b in zip(self.ours, self.beside) if b]

    def own_cell(self):
        if not self.each:
            return show(self.ours, self.unit)
        return " / ".join(map(number, self.ours)) + " " + self.unit

    def cells(self):
        ratios = self.ratios()
        return [
            self.title, self.python, self.own_cell(),
            "%s: %s" % (self.name, show(self.beside, self.unit)) if self.beside else "",
            "%.3g" % median(ratios) if ratios else "",
            self.bar, "" if self.each else str(len(self.ours)),
            "" if self.each else spread(ratios or self.ours),
        ]

    def brief(self):
        return " | ".join(self.cells())


def show(values, unit):
    return number(median(values)) + (" " + unit if unit else "")


def number(value):
    if value and abs(value) < 0.01:
        return "%.1e" % value
    if abs(value) >= 1000:
        return "{:,.0f}".format(value)
    return "%.3g" % value


def spread(values):
    return "%s–%s" % (number(min(values)), number(max(values)))


def in_turn(n, *functions):
    """Calls the functions in turn, N times; a list of results for each."""
    lists = [[] for _ in functions]
    for _ in range(n):
        for function, values in zip(functions, lists):
            values.append(function())
    return lists
