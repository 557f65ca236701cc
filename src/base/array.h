/* Growing arrays of any type: a struct of items, count and capacity. */
#ifndef PF_BASE_ARRAY_H
#define PF_BASE_ARRAY_H

#include "base/error.h"

#include <stddef.h>
#include <stdlib.h>

/* Declares the members of an array of TYPE; all zero is an empty array. */
#define PF_ARRAY(type)           \
	struct {                 \
		type *items;     \
		size_t count;    \
		size_t capacity; \
	}

/*
 * Makes room for WANT items of SIZE bytes behind *items, at least doubling. NO_MEMORY leaves
 * the array as it was.
 */
struct pf_error *pf_array_reserve_bytes(void **items, size_t *capacity, size_t want,
					size_t size) PF_CHECKED;

/* Room for MORE further items. */
#define pf_array_reserve(array, more)                                        \
	pf_array_reserve_bytes((void **)&(array)->items, &(array)->capacity, \
			       (array)->count + (more), sizeof(*(array)->items))

/* Appends VALUE; an error when there is no memory. */
#define pf_array_push(array, value)                                         \
	({                                                                  \
		struct pf_error *pf_push_err_ = pf_array_reserve(array, 1); \
		if (!pf_push_err_)                                          \
			(array)->items[(array)->count++] = (value);         \
		pf_push_err_;                                               \
	})

#define pf_array_deinit(array) free((array)->items)

#endif
