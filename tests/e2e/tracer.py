"""Traces a process, as a debugger would, until its standard input ends."""
import ctypes
import errno
import os
import sys
import time

PTRACE_SEIZE = 0x4206
PATIENCE = 120  # seconds

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long

# A sampler may have it just now, and may be kept from running meanwhile.
until = time.monotonic() + PATIENCE
while libc.ptrace(PTRACE_SEIZE, int(sys.argv[1]), None, None) != 0:
    if ctypes.get_errno() != errno.EPERM or time.monotonic() > until:
        sys.exit(os.strerror(ctypes.get_errno()))
print("traced", flush=True)
sys.stdin.read()
