"""A thread that C made: it has a thread state, but no frame.

Its start routine is a Python callback that takes one more PyGILState_Ensure(),
so its thread state outlives it, and leaves a value whose destructor, sem_wait(),
holds the thread when the routine has returned.
"""
import sys

import truth

try:
    import ctypes
except ImportError:
    truth.skip("no ctypes")

c = ctypes.CDLL(None)
semaphore = ctypes.create_string_buffer(64)
key = ctypes.c_uint()
thread = ctypes.c_ulong()
made = {}


@ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)
def started(argument):
    ctypes.pythonapi.PyGILState_Ensure()
    c.pthread_setspecific(key, ctypes.byref(semaphore))
    made.update(ident=truth.thread.get_ident(), tid=truth.native_id())
    return None


def start():
    c.sem_init(ctypes.byref(semaphore), 0, 0)
    c.pthread_key_create(ctypes.byref(key), ctypes.cast(c.sem_wait, ctypes.c_void_p))
    c.pthread_create(ctypes.byref(thread), None, started, None)
    while not made or made["ident"] in sys._current_frames():
        pass


if __name__ == "__main__":
    start()
    truth.park(threads=[truth.thread_record(made["ident"], None, tid=made["tid"])])
