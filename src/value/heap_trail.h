/* The links of a collector's list: followed, and doubted. */
#ifndef PF_VALUE_HEAP_TRAIL_H
#define PF_VALUE_HEAP_TRAIL_H

#include "base/cycle.h"
#include "python/runtime.h"
#include "target/bulk.h"

/* A node's links, and the type of the object behind it. */
struct pf_heap_node {
	pf_addr at, next, previous, type;
};

/* The node at AT. FAULT when it cannot be read. */
struct pf_error *pf_heap_node_peek(struct pf_bulk *bulk, const struct pf_layout *layout, pf_addr at,
				   struct pf_heap_node *ret) PF_CHECKED;

/* Its links alone: a list's head has links, too, but no object behind it. */
struct pf_error *pf_heap_node_peek_links(struct pf_bulk *bulk, pf_addr at,
					 struct pf_heap_node *ret) PF_CHECKED;

/* What was followed so far of a list; `at` is its head before the first step. */
struct pf_heap_trail {
	struct pf_bulk *bulk;
	pf_addr head, at, before; /* the list's, the node that we are at, the one before that */
	bool collecting;
	struct pf_cycle cycle;
	unsigned changes;
};

/*
 * Whether NODE, which the links lead to, cannot be what comes next. Each object points back to the
 * one before it, unless a collection is going on, which counts where that link is (update_refs() of
 * gcmodule.c). A thread that stands still may be about to link an object, or to unlink it, which
 * takes several steps: such a contradiction is let pass.
 */
bool pf_heap_trail_is_astray(struct pf_heap_trail *trail, const struct pf_heap_node *node);

/*
 * Whether the list's head says that this is its end: then what comes behind is an object that a
 * thread is about to append.
 */
bool pf_heap_trail_is_at_end(const struct pf_heap_trail *trail);

static inline void pf_heap_trail_step(struct pf_heap_trail *trail, pf_addr at)
{
	trail->before = trail->at;
	trail->at = at;
}

#endif
