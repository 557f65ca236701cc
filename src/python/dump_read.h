/* Reading all threads of a target, at one instant, into what a dump is made of. */
#ifndef PF_PYTHON_DUMP_READ_H
#define PF_PYTHON_DUMP_READ_H

#include "base/arena.h"
#include "python/frames.h"
#include "python/states.h"

/* What is kept of one thread until the dump is put together. */
struct pf_thread_reading {
	bool gil, gc;
	pf_addr gil_cond; /* as of struct pf_gil */
	const char *truncated;
	size_t first_frame, frame_count; /* in the store's frames */
};

/* A thread that slept before the pause. */
struct pf_sleep {
	pid_t tid;
	int syscall; /* or PF_UNKNOWN */
	pf_addr futex;
};

/* Everything that a dump points to. All zero is empty. */
struct pf_dump_store {
	struct pf_arena arena; /* of names */
	struct pf_code_table codes;
	struct pf_states states;
	struct pf_frames frames;
	PF_ARRAY(struct pf_thread_reading) threads; /* as states.threads */
	PF_ARRAY(struct pf_sleep) sleeps;
	void *more; /* what a floor above has read besides, and how it is let go */
	void (*destroy_more)(void *more);
	struct pf_map names;	/* see pf_dump_store_name() */
	struct pf_map names_at; /* interpreter → threading._active, or 0 */
};

void pf_dump_store_deinit(struct pf_dump_store *store);

/*
 * Reads all threads of PYTHON, and their names, through the page cache, which is cleared first, in place of those
 * that the store had. Memory and code objects are kept, so that a second reading is quick.
 */
struct pf_error *pf_dump_store_read(struct pf_dump_store *store,
				    struct pf_python *python) PF_CHECKED;

/*
 * Finds out where the interpreters of the store keep their threads' names: looking through
 * sys.modules takes longer than reading all the stacks, so do it before the target must keep still.
 */
struct pf_error *pf_dump_store_locate_names(struct pf_dump_store *store,
					    struct pf_python *python) PF_CHECKED;

/* The name that THREAD's interpreter has for it; NULL for none. Borrowed from the store. */
const char *pf_dump_store_name(const struct pf_dump_store *store,
			       const struct pf_thread_state *thread);

#endif
