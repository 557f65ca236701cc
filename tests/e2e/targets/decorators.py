"""Decorated functions, and decorators that run while a function is made."""
import functools

import truth


def passing(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


def counting(times):
    def decorate(function):
        def repeat():
            for _ in range(times):
                function()

        return repeat

    return decorate


def at_definition(function):
    if function.__name__ == "made":
        truth.park()
    return function


@counting(1)
@passing
def decorated():
    @passing
    @at_definition
    @passing
    def made():
        pass

    return made


if __name__ == "__main__":
    decorated()
