/* The lists of objects that the garbage collectors of a target keep. */
#ifndef PF_VALUE_HEAP_LISTS_H
#define PF_VALUE_HEAP_LISTS_H

#include "base/array.h"
#include "base/map.h"
#include "python/runtime.h"

/*
 * A PyGC_Head is two links, next and previous, with flags in their lowest two bits (pycore_gc.h).
 * The third one counts: from 3.13.5 on a list's head is aligned to 4 bytes only.
 */
#define PF_GC_LINK(word) ((word) & ~UINT64_C(3))

/* Heads of lists, the oldest objects' first: what ages meanwhile goes to where we have been. */
struct pf_heap_lists {
	PF_ARRAY(pf_addr);
	struct pf_map index; /* head → its index plus one */
	bool collecting; /* at least one collector is at it: objects are in no list, links are odd */
};

static inline void pf_heap_lists_deinit(struct pf_heap_lists *lists)
{
	pf_array_deinit(lists);
	pf_map_deinit(&lists->index);
}

/* The index of HEAD; -1: it is none. */
static inline long pf_heap_lists_find(const struct pf_heap_lists *lists, pf_addr head)
{
	const uint64_t *found = head ? pf_map_find(&lists->index, head) : NULL;
	return found ? (long)*found - 1 : -1;
}

/*
 * Reads where the lists are, through python->pages. UNSUPPORTED, with a sentence, when that is not
 * known. *ret is emptied first and is to be deinit'ed also after an error.
 */
struct pf_error *pf_heap_lists_peek(struct pf_python *python, struct pf_heap_lists *ret) PF_CHECKED;

#endif
