"""A generated function of 40,000 lines: its line table is larger than 64 KB."""
import truth

LINES = 40000
SOURCE = "def generated(park):\n" + "    value = 1\n" * LINES + "    park()\n"


def table(code):
    return getattr(code, "co_linetable", None) or code.co_lnotab


if __name__ == "__main__":
    scope = {}
    exec(compile(SOURCE, "generated.py", "exec"), scope)
    assert len(table(scope["generated"].__code__)) > 1 << 16
    scope["generated"](truth.park)
