/* What the files that read asyncio's tasks share: a reading under way, and what it has made. */
#ifndef PF_VALUE_TASKS_READING_H
#define PF_VALUE_TASKS_READING_H

#include "base/arena.h"
#include "base/map.h"
#include "pyflame.h"
#include "python/frames.h"
#include "python/runtime.h"
#include "value/future.h"

/* What a result has been made of. */
struct pf_async_tasks_store {
	struct pf_arena arena;
	struct pf_code_table codes;
};

/* The frames of one thread among those of all. */
struct pf_executing_thread {
	pf_addr at;
	size_t first, count;
};

/* What the threads execute: newest frames first. */
struct pf_executing {
	struct pf_frames frames;
	PF_ARRAY(struct pf_executing_thread) threads;
	struct pf_map by_frame; /* a frame's address → its index plus one */
};

struct pf_tasks_reading {
	struct pf_python *python;
	struct pf_view *view;
	struct pf_async_tasks *tasks;
	struct pf_executing executing;
	struct pf_frames chain; /* of the task that is being read */
	struct pf_map types;	/* a class's address → its name in the store */
	struct pf_map blocked; /* a future of concurrent.futures → the thread that waits for it */
	struct pf_map workers; /* a future of concurrent.futures → the thread that works for it */
	bool done;	       /* tasks that are done are wanted */
};

/* Errors that are about one object become none. */
struct pf_error *pf_tasks_forgive(struct pf_error *err) PF_CHECKED;

/* What every thread executes, and for which futures. */
struct pf_error *pf_executing_read(struct pf_tasks_reading *reading) PF_CHECKED;
void pf_executing_deinit(struct pf_executing *executing);

/* The thread that executes the frame at AT, and the frame's index; NULL: none does. */
const struct pf_executing_thread *pf_executing_find(const struct pf_executing *executing,
						    pf_addr at, size_t *index_ret);

/* Reads the task into *ret, but for who awaits it; *wanted_ret: whether it is to be listed. */
struct pf_error *pf_task_read(struct pf_tasks_reading *reading, pf_addr at,
			      struct pf_async_task *ret, bool *wanted_ret) PF_CHECKED;

/* Finds out who awaits whom, once all tasks have been read. */
struct pf_error *pf_task_links_read(struct pf_tasks_reading *reading) PF_CHECKED;

#endif
