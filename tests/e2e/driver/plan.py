"""Which tests there are, and what each is given."""
from . import (heap_checks, hold_checks, input_checks, layout_checks, life_checks, locks_checks,
               motion_checks, place_checks, sampling_checks, state_checks, tasks_checks,
               values_checks)
from .compare import check_dump
from .outcome import Skip
from .target import running

# Targets that park once: the dump must equal their truth.
STACKS = """nested multiline decorators generators comprehensions classes executed
callbacks coroutines names longnames linetable jumps threads frameless
subinterpreter forked collecting""".split()

DEPTHS = ((900, (2, 7)), (20000, (2, 7)), (100000, (3, 12)))


class Context:
    """One interpreter, the tool, the sampler, and how often the long tests repeat."""

    def __init__(self, interpreter, tool, counts, sampler):
        self.interpreter = interpreter
        self.tool = tool
        self.sampler = sampler
        self.counts = counts

    def start(self, script, *arguments, **options):
        return running(self.interpreter.command(script, *arguments),
                       self.interpreter.environment(), **options)

    def check(self, target):
        check_dump(target, self.tool.dump(target.pid))


def child_that_forked(target):
    return target.truth["pid"]


def check_stack(script, *arguments):
    """A test that dumps one parked target."""
    def check(context):
        options = {"find_pid": child_that_forked} if script == "forked" else {}
        with context.start(script, *arguments, **options) as target:
            context.check(target)

    return check


def check_depth(depth, oldest):
    def check(context):
        if context.interpreter.version < oldest:
            raise Skip("%d frames need %d.%d" % ((depth,) + oldest))
        check_stack("deep", str(depth))(context)

    return check


def tests():
    """(name, function) of every test that runs under each interpreter."""
    found = [(name, check_stack(name)) for name in STACKS]
    found += [("deep-%d" % depth, check_depth(depth, oldest)) for depth, oldest in DEPTHS]
    for module in (motion_checks, place_checks, input_checks, sampling_checks, life_checks,
                   hold_checks, state_checks, layout_checks, values_checks, heap_checks,
                   locks_checks, tasks_checks):
        found += sorted(module.EACH.items())
    return found


def single_tests():
    """(name, function) of every test that needs no interpreter under test."""
    return sorted(input_checks.ONCE.items())
