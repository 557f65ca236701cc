/* The part of a dump that is read while the target keeps still. */
#ifndef PF_PYTHON_DUMP_READ_H
#define PF_PYTHON_DUMP_READ_H

#include "python/frames.h"
#include "python/states.h"

/* What is kept of one thread until the dump is put together. */
struct pf_thread_reading {
	bool gil, gc;
	const char *name;
	const char *truncated;
	size_t first_frame, frame_count; /* in the store's frames */
};

/* Everything that a dump points to. All zero is empty. */
struct pf_dump_store {
	struct pf_code_table codes; /* its arena also has the names and reasons */
	struct pf_states states;
	struct pf_frames frames;
	PF_ARRAY(struct pf_thread_reading) threads; /* as states.threads */
};

void pf_dump_store_deinit(struct pf_dump_store *store);

/* Empties the store and reads all threads of PYTHON into it through the page cache. */
struct pf_error *pf_dump_store_read(struct pf_dump_store *store,
				    struct pf_python *python) PF_CHECKED;

#endif
