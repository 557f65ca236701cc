/* Attributes of objects: found as Python would find them, but for what it would execute. */
#ifndef PF_VALUE_ATTRIBUTE_H
#define PF_VALUE_ATTRIBUTE_H

#include "value/kind.h"

enum pf_attribute_kind {
	PF_ATTRIBUTE_ABSENT,
	PF_ATTRIBUTE_VALUE,	 /* `at` is its value */
	PF_ATTRIBUTE_DESCRIPTOR, /* `at` is what would be asked for the value: it is not executed */
};

struct pf_attribute {
	enum pf_attribute_kind kind;
	pf_addr at;
	const struct pf_class *descriptor; /* the class of a descriptor */
};

/*
 * Looks NAME up: properties and the like in the classes of the object, in the order of its MRO, then
 * its own attributes, then what else its classes have. Of a class or a module its own, too. What
 * the C structure has (`start` of a range) is a value. A function of the class is a value, not a
 * method.
 */
struct pf_error *pf_attribute_find(struct pf_view *view, const struct pf_object *object,
				   const char *name, struct pf_attribute *ret) PF_CHECKED;

/* As children() of a kind: its own attributes, slots behind those of its dict. */
struct pf_error *pf_attribute_children(struct pf_view *view, const struct pf_object *object,
				       size_t count, struct pf_children *ret) PF_CHECKED;

#endif
