/* Walking the lists of objects of a target, in one go or in several. */
#ifndef PF_VALUE_HEAP_WALK_H
#define PF_VALUE_HEAP_WALK_H

#include "target/bulk.h"
#include "value/heap_lists.h"
#include "value/heap_types.h"

/* So many of the objects that were visited last are known: one of them is still in its list. */
enum { PF_HEAP_RECENT = 256 };

/* Where a walk is. All zero is at its beginning. */
struct pf_heap_place {
	size_t list;
	pf_addr recent[PF_HEAP_RECENT]; /* nodes of this list; a ring */
	uint64_t visited; /* of this list; the newest is at (visited - 1) of the ring */
};

/* How a part of a walk ended. */
enum pf_heap_end {
	PF_HEAP_WHOLE, /* no object is left */
	PF_HEAP_TIME,  /* the deadline has passed */
	PF_HEAP_LOST,  /* where it was is no place of a list any more: begin anew */
	PF_HEAP_BUSY,  /* a collector is at it: wait */
};

/* An object: where it is, and how large, with all that stands in front of it. */
struct pf_heap_object {
	pf_addr at;
	struct pf_heap_type *type;
	uint64_t bytes;
};

struct pf_heap_walk {
	struct pf_python *python;
	struct pf_bulk *bulk;
	struct pf_reader quick; /* through it */
	struct pf_heap_types types;
	struct pf_heap_lists lists; /* as they were at first */
	struct pf_heap_place place;
	uint64_t effort;       /* words that visitors have looked at; set to 0 now and then */
	uint64_t deadline_ns;  /* of the monotonic clock; 0: none */
	bool patient;	       /* a collection is to be waited for */
	bool collecting;       /* in the last run one was not */
	const char *truncated; /* of the last run; static: why a list was not followed to its end */
	/* Each object comes here. */
	struct pf_error *(*visit)(struct pf_heap_walk *walk, const struct pf_heap_object *object);
	bool (*interrupted)(void *data); /* NULL: never */
	void *data;
};

struct pf_error *pf_heap_walk_init(struct pf_heap_walk *walk, struct pf_python *python) PF_CHECKED;
void pf_heap_walk_deinit(struct pf_heap_walk *walk);

/*
 * Goes on from walk->place while the target stands still, and leaves it where it ended; python->pages
 * are fresh. A place that a later attempt is to begin from has to be copied before. Links that
 * contradict each other end a list, with `truncated` set.
 */
struct pf_error *pf_heap_walk_run(struct pf_heap_walk *walk, enum pf_heap_end *ret) PF_CHECKED;

#endif
