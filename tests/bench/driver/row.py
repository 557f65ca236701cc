"""A row: what is measured, for which versions, by which function."""
from collections import namedtuple

# function(context, python) adds results to the context.
Row = namedtuple("Row", "name title versions function")

FEW = [(2, 7), (3, 6), (3, 11), (3, 13), (3, 15)]
NEWER = [(3, 11), (3, 13), (3, 15)]
OLDER = [(2, 7), (3, 6), (3, 10)]
ALL = [(2, 7)] + [(3, minor) for minor in range(6, 16)]
