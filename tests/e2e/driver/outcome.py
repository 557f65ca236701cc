"""How a test can end other than well."""


class Failure(Exception):
    """What the tool or the target did is wrong."""


class Skip(Exception):
    """This test cannot run here."""


def expect(condition, message, *values):
    if not condition:
        raise Failure(message % values if values else message)


# The versions that are enough for what takes its time, and shows the same of us under each.
FEW = ((2, 7), (3, 11), (3, 15))


def only_few(context):
    if context.interpreter.version[:2] not in FEW:
        raise Skip("shows the same as with %s" % ", ".join("%d.%d" % few for few in FEW))
