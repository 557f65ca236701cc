/* Objects that have their items in an array of pointers: tuple, list. */
#ifndef PF_VALUE_SEQUENCE_H
#define PF_VALUE_SEQUENCE_H

#include "value/kind.h"

/* ob_size; CORRUPT when no array can have so many items. */
struct pf_error *pf_sequence_length(struct pf_view *view, const struct pf_object *object,
				    uint64_t *ret) PF_CHECKED;

/* As children() of a kind, of LENGTH pointers at ITEMS. */
struct pf_error *pf_sequence_children(struct pf_view *view, pf_addr items, uint64_t length,
				      size_t count, struct pf_children *ret) PF_CHECKED;

#endif
