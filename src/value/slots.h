/* __slots__: attributes that an object has room for in itself. */
#ifndef PF_VALUE_SLOTS_H
#define PF_VALUE_SLOTS_H

#include "python/dict.h"
#include "value/kind.h"

/*
 * The value in OBJECT that MEMBER, a member_descriptor, is for; *slot_ret says whether it is for an
 * object at all. *ret is 0 when the slot is empty.
 */
struct pf_error *pf_slot_read(struct pf_view *view, const struct pf_object *object,
			      const struct pf_object *member, bool *slot_ret,
			      pf_addr *ret) PF_CHECKED;

/* Appends the slots of the object, those of its first base first. */
struct pf_error *pf_slots_peek(struct pf_view *view, const struct pf_object *object,
			       struct pf_dict_entries *ret) PF_CHECKED;

/* Appends the text of a key that is a name; CORRUPT when it is none. */
struct pf_error *pf_attribute_name(struct pf_view *view, pf_addr key,
				   struct pf_text *text) PF_CHECKED;

/* Gives the children from the FROM-th on, which are entries of a dict, their keys as names. */
struct pf_error *pf_attribute_name_children(struct pf_view *view, size_t from,
					    struct pf_children *ret) PF_CHECKED;

#endif
