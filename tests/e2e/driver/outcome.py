"""How a test can end other than well."""


class Failure(Exception):
    """What the tool or the target did is wrong."""


class Skip(Exception):
    """This test cannot run here."""


def expect(condition, message, *values):
    if not condition:
        raise Failure(message % values if values else message)
