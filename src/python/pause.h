/* Keeping all Python code of a target still for a moment, by stopping as few threads as can be. */
#ifndef PF_PYTHON_PAUSE_H
#define PF_PYTHON_PAUSE_H

#include "python/gil.h"
#include "python/states.h"
#include "target/guard.h"

/* A GIL as it was when the pause began. */
struct pf_gil_guard {
	pf_addr interpreter;
	struct pf_gil gil;
	pid_t holder; /* the thread that has it and is to be stopped; 0: nobody has it */
};

/* A thread that might have taken a GIL that nobody held, but slept. */
struct pf_sleeper {
	pid_t tid;
	uint64_t runs;
};

/*
 * Only a thread that holds a GIL runs Python code, so keeping the holder from running keeps all of
 * it still. A thread that waits in a system call is left alone: interrupting it could make the call
 * fail with EINTR, which Python 2.7 shows to the program. Instead the scheduler's count proves
 * afterwards that it slept all the time.
 */
struct pf_pause {
	struct pf_python *python;
	struct pf_guard guard;
	struct pf_watch watch;		    /* of the one thread that is guarded by its processor */
	struct pf_states states;	    /* as before the pause */
	PF_ARRAY(struct pf_gil_guard) gils; /* one for each interpreter */
	PF_ARRAY(struct pf_sleeper) sleepers;
};

/* All zero but PYTHON; nothing stops yet. */
struct pf_error *pf_pause_init(struct pf_pause *pause, struct pf_python *python) PF_CHECKED;

/* Lets everything go. */
void pf_pause_deinit(struct pf_pause *pause);

/* How hard to try. */
enum pf_pause_way {
	PF_PAUSE_GENTLY,   /* by taking the holder's processor, if that can be */
	PF_PAUSE_HOLDERS,  /* by stopping the holders */
	PF_PAUSE_EVERYONE, /* by stopping all Python threads */
};

/*
 * Keeps the holders of GILs from running, or everyone. TORN when the GIL changed hands meanwhile:
 * end and try again.
 */
struct pf_error *pf_pause_begin(struct pf_pause *pause, enum pf_pause_way way) PF_CHECKED;

/* TORN unless no Python code has run since pf_pause_begin(). */
struct pf_error *pf_pause_check(struct pf_pause *pause) PF_CHECKED;

/* Resumes everything. */
void pf_pause_end(struct pf_pause *pause);

#endif
