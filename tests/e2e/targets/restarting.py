"""Replaces itself by a fresh interpreter, over and over."""
import os
import sys

import truth

if __name__ == "__main__":
    if len(sys.argv) == 1:
        truth.say({"pid": os.getpid(), "threads": [], "fd": None})
    os.execv(sys.executable, [sys.executable, os.path.abspath(__file__), "again"])
