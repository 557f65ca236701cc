/* A runtime in a fake heap: code objects, frames, thread states, interpreters, GILs. */
#ifndef PF_TESTS_FAKE_RUNTIME_H
#define PF_TESTS_FAKE_RUNTIME_H

#include "fake_objects.h"

/* How many code units of bytecode every code object has, and from which on a frame is complete. */
enum { FAKE_UNITS = 64, FAKE_FIRST_TRACEABLE = 2 };

/* For how many variables every frame has places, all without a value. */
enum { FAKE_PLACES = 8 };

/*
 * A code object of FUNCTION in FILE whose first line is LINE. Its line table puts every
 * instruction at LINE + 5.
 */
pf_addr fake_code(struct fake_memory *heap, const char *file, const char *function, int32_t line);

/* Frame owners as pycore_frame.h has them. */
enum fake_owner {
	OWNED_BY_THREAD,
	OWNED_BY_GENERATOR,
	OWNED_BY_OBJECT,
	OWNED_BY_SHIM,	  /* the C stack's in 3.12 and 3.13, the interpreter's from 3.14 on */
	OWNED_BY_C_STACK, /* 3.14+ */
};

/* A frame that executes the code unit UNIT of CODE (-1: has not begun), called by PREVIOUS. */
pf_addr fake_frame(struct fake_memory *heap, pf_addr code, int32_t unit, pf_addr previous,
		   enum fake_owner owner);

/*
 * Makes a frame one that runs, or one that waits for a function that it has called, where frames say
 * so. A new frame runs.
 */
void fake_set_running(struct fake_memory *heap, pf_addr frame, bool runs);

/* COUNT frames of CODE, each called by the next one, for which it waits; returns the newest. */
pf_addr fake_frames(struct fake_memory *heap, pf_addr code, size_t count);

/* Makes PREVIOUS the caller of the frame at FRAME. */
void fake_link_frame(struct fake_memory *heap, pf_addr frame, pf_addr previous);

/* The runtime's head: _PyRuntime, or the one word before 3.7. */
pf_addr fake_runtime(struct fake_memory *heap);

/* A new interpreter with the id ID, first in the runtime's list, with a GIL nobody holds. */
pf_addr fake_interpreter(struct fake_memory *heap, pf_addr runtime, int64_t id);

/* A new thread, first in the interpreter's list, whose newest frame is FRAME. */
pf_addr fake_thread(struct fake_memory *heap, pf_addr interpreter, uint64_t ident,
		    uint64_t native_id, pf_addr frame);

/* modules, sys with hexversion, and builtins of an interpreter. */
void fake_modules(struct fake_memory *heap, pf_addr interpreter, uint32_t hexversion,
		  pf_addr modules);

/* The GIL of INTERPRETER: LOCKED as in the target, SWITCHES so far. Nothing before 3.7. */
void fake_gil(struct fake_memory *heap, pf_addr runtime, pf_addr interpreter, int32_t locked,
	      pf_addr last_holder, uint64_t switches);

/* sys.modules with a threading whose _active has COUNT items. */
pf_addr fake_threading(struct fake_memory *heap, const struct fake_item *active, size_t count);

#endif
