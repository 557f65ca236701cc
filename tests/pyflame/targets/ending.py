"""Works until a line comes on standard input, or a turn count is reached; ends as it is told."""
import os
import sys


def spin(turns):
    while turns:
        turns -= 1


print("ready %d" % os.getpid())
sys.stdout.flush()
spin(int(sys.argv[1]))
if len(sys.argv) > 3:
    os.kill(os.getpid(), int(sys.argv[3]))
sys.exit(int(sys.argv[2]))
