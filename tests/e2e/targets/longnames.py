"""A file name of 5,000 characters and a function name of 1,000."""
import truth

FUNCTION = "long_" * 200
SOURCE = "\ndef {0}(action):\n    action()\n"

if __name__ == "__main__":
    scope = {}
    exec(compile(SOURCE.format(FUNCTION), "/" + "x" * 4996 + ".py", "exec"), scope)
    scope[FUNCTION](truth.park)
