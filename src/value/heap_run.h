/* A walk of the heap under way: what was found so far, and what is left when an attempt was in vain. */
#ifndef PF_VALUE_HEAP_RUN_H
#define PF_VALUE_HEAP_RUN_H

#include "pyflame.h"
#include "value/heap_walk.h"
#include "value/view.h"

/*
 * An object that was found. Indices and offsets, for types and text move while they become more; an
 * offset of 0 is no text.
 */
struct pf_heap_match {
	struct pf_heap_found found;
	size_t type, repr, key;
};

struct pf_heap_matches {
	PF_ARRAY(struct pf_heap_match);
	uint64_t total;	     /* with those beyond the limit */
	struct pf_text text; /* reprs, each with a NUL behind it */
};

/* What the walk of a heap works on, and what is left of it when an attempt was in vain. */
struct pf_heap_run {
	struct pf_heap_walk walk; /* first: visitors get it */
	struct pf_python *python;
	const struct pf_heap_options *options;
	uint64_t max_pause_ns;
	enum pf_heap_end end;
	struct pf_heap_matches matches;
	struct pf_view *view; /* of the attempt that is going on */
	bool atomic;	      /* what referrers are looked for is none of the collector's objects */
	struct {
		struct pf_heap_place place;
		size_t match_count, text_size;
		uint64_t match_total;
	} kept;
	unsigned restarts, doubts;
	uint64_t patience_ns; /* how long collections were waited for */
	struct pf_heap *heap;
};

/* How an object refers to what is looked for. */
struct pf_heap_link {
	const char *how; /* as in struct pf_heap_found; NULL: it does not, or that was not asked */
	int64_t index;
	pf_addr key; /* 0: none */
};

/* Notes OBJECT, which is to be listed, and its repr. */
struct pf_error *pf_heap_match(struct pf_heap_run *run, const struct pf_heap_object *object,
			       const struct pf_heap_link *link) PF_CHECKED;

#endif
