/* Fields of the structures that objects are. */
#include "value/fields.h"

#include "python/string.h"

#include <string.h>

struct pf_error *pf_field_word(struct pf_view *view, const struct pf_object *object, int32_t offset,
			       uint64_t *ret)
{
	if (offset == PF_ABSENT)
		return pf_error_create(PF_CORRUPT, "this version has no such field");
	return pf_reader_peek_word(view->reader, object->at + (pf_addr)offset, ret);
}

struct pf_error *pf_field_find(struct pf_view *view, const struct pf_object *object,
			       const struct pf_named_field *fields, size_t count, const char *name,
			       pf_addr *ret)
{
	*ret = 0;
	for (size_t i = 0; i < count; i++) {
		if (fields[i].offset != PF_ABSENT && !strcmp(fields[i].name, name))
			return pf_field_word(view, object, fields[i].offset, ret);
	}
	return NULL;
}

struct pf_error *pf_field_text(struct pf_view *view, const struct pf_object *object, int32_t offset,
			       struct pf_text *text)
{
	pf_addr at;
	PF_TRY(pf_field_word(view, object, offset, &at));
	return pf_string_peek(view->reader, at, text);
}
