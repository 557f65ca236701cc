"""Waits for its standard input to end, three functions deep; then, if asked, works a little."""
import os
import sys


def nap():
    sys.stdin.readline()


def main():
    nap()


print("ready %d" % os.getpid())
sys.stdout.flush()
main()
