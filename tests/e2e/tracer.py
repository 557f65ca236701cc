"""Traces a process, as a debugger would, until its standard input ends."""
import ctypes
import os
import sys

PTRACE_SEIZE = 0x4206
ATTEMPTS = 10000

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long

# A sampler may have it just now.
for _ in range(ATTEMPTS):
    if libc.ptrace(PTRACE_SEIZE, int(sys.argv[1]), None, None) == 0:
        break
else:
    sys.exit(os.strerror(ctypes.get_errno()))
print("traced", flush=True)
sys.stdin.read()
