/* The entries of dicts as children, a few at a time. */
#ifndef PF_VALUE_DICT_CHILDREN_H
#define PF_VALUE_DICT_CHILDREN_H

#include "python/dict.h"
#include "value/kind.h"

/* As children() and length() of a kind, for objects that are dicts. */
struct pf_error *pf_dict_children(struct pf_view *view, const struct pf_object *object,
				  size_t count, struct pf_children *ret) PF_CHECKED;
struct pf_error *pf_dict_length(struct pf_view *view, const struct pf_object *object,
				uint64_t *ret) PF_CHECKED;

/* The same for the places of a dict; free ones are skipped, a bounded number of them in one call. */
struct pf_error *pf_dict_place_children(struct pf_view *view, const struct pf_dict_places *places,
					size_t count, struct pf_children *ret) PF_CHECKED;

#endif
