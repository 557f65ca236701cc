/* A walk of the heap under way: what was found so far, and what is left when an attempt was in vain. */
#ifndef PF_PYTHON_HEAP_RUN_H
#define PF_PYTHON_HEAP_RUN_H

#include "pyflame.h"
#include "python/heap_walk.h"

/* An object that was found; its type's index, for types move while they become more. */
struct pf_heap_match {
	struct pf_heap_found found;
	size_t type;
};

struct pf_heap_matches {
	PF_ARRAY(struct pf_heap_match);
	uint64_t total; /* with those beyond the limit */
};

/* What the walk of a heap works on, and what is left of it when an attempt was in vain. */
struct pf_heap_run {
	struct pf_heap_walk walk; /* first: visitors get it */
	struct pf_python *python;
	const struct pf_heap_options *options;
	uint64_t max_pause_ns;
	enum pf_heap_end end;
	struct pf_heap_matches matches;
	struct {
		struct pf_heap_place place;
		size_t match_count;
		uint64_t match_total;
	} kept;
	unsigned restarts;
	uint64_t patience_ns; /* how long collections were waited for */
	struct pf_heap *heap;
};

/* Notes OBJECT, which is to be listed; HOW and INDEX as in struct pf_heap_found. */
struct pf_error *pf_heap_match(struct pf_heap_run *run, const struct pf_heap_object *object,
			       const char *how, int64_t index) PF_CHECKED;

#endif
