/* Fields of the structures that objects are. */
#ifndef PF_VALUE_FIELDS_H
#define PF_VALUE_FIELDS_H

#include "value/kind.h"

/* The pointer-sized word at OFFSET of the object. CORRUPT when this version has no such field. */
struct pf_error *pf_field_word(struct pf_view *view, const struct pf_object *object, int32_t offset,
			       uint64_t *ret) PF_CHECKED;

/* A field that is an object and can be asked for by its name. */
struct pf_named_field {
	const char *name;
	int32_t offset;
};

/* As attribute() of a kind: the field of that name, *ret 0 when there is none. */
struct pf_error *pf_field_find(struct pf_view *view, const struct pf_object *object,
			       const struct pf_named_field *fields, size_t count, const char *name,
			       pf_addr *ret) PF_CHECKED;

/* The text that the field at OFFSET points to, appended to *text. */
struct pf_error *pf_field_text(struct pf_view *view, const struct pf_object *object, int32_t offset,
			       struct pf_text *text) PF_CHECKED;

#endif
