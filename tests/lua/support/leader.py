"""A shell with job control, as small as can be: starts a program in the foreground.

When the program stops it says "[stopped, TERMINAL]", TERMINAL being "as it was" when the
terminal echoes whole lines again; "fg" lets it go on, and is answered "[goes on]". The exit
status is the program's.
"""
import os
import signal
import sys
import termios


def state():
    flags = termios.tcgetattr(0)[3]
    wanted = termios.ECHO | termios.ICANON | termios.ISIG
    return "as it was" if flags & wanted == wanted else "changed"


def start(words):
    pid = os.fork()
    if not pid:
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.execv(words[0], words)
    try:
        os.setpgid(pid, pid)
    except OSError:
        pass
    return pid


def main(words):
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # to take the terminal back
    modes = termios.tcgetattr(0)
    pid = start(words)
    while True:
        _, status = os.waitpid(pid, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            return os.waitstatus_to_exitcode(status) if hasattr(os, "waitstatus_to_exitcode") \
                else os.WEXITSTATUS(status)
        os.tcsetpgrp(0, os.getpgrp())
        found = state()
        termios.tcsetattr(0, termios.TCSADRAIN, modes)
        sys.stdout.write("[stopped, %s]" % found)
        sys.stdout.flush()
        while sys.stdin.readline().strip() != "fg":
            pass
        os.tcsetpgrp(0, pid)
        os.killpg(pid, signal.SIGCONT)  # which forgets stops that wait
        sys.stdout.write("[goes on]")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
