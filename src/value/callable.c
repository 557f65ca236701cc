/* Names of what can be called, and of the class that it belongs to. */
#include "value/callable.h"

#include "base/cleanup.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"

#include <inttypes.h>
#include <string.h>

/* 2.7 has no qualified names. */
static struct pf_error *append_function(struct pf_view *view, const struct pf_object *function,
					struct pf_text *text)
{
	const struct pf_layout_function *layout = &view->reader->layout->objects.function;
	return pf_field_text(view, function,
			     layout->qualname == PF_ABSENT ? layout->name : layout->qualname, text);
}

/* A PyMethodDef begins with the name, a C string. */
static struct pf_error *append_builtin(struct pf_view *view, const struct pf_object *builtin,
				       struct pf_text *text)
{
	pf_addr definition, name;
	PF_TRY(pf_field_word(view, builtin, view->reader->layout->objects.builtin.definition,
			     &definition));
	PF_TRY(pf_reader_peek_word(view->reader, definition, &name));
	return pf_class_c_string(view->reader, name, text);
}

struct pf_error *pf_callable_name(struct pf_view *view, pf_addr at, struct pf_text *text)
{
	struct pf_object object;
	PF_TRY(pf_object_open(view, at, &object));
	const struct pf_kind *kind = object.class->kind;
	if (kind == &pf_kind_function)
		return append_function(view, &object, text);
	if (kind == &pf_kind_builtin)
		return append_builtin(view, &object, text);
	if (kind == &pf_kind_code)
		return pf_field_text(view, &object, view->reader->layout->code.name, text);
	pf_text_append_str(text, "?");
	return NULL;
}

struct pf_error *pf_callable_owner(struct pf_view *view, pf_addr at, struct pf_text *text)
{
	struct pf_object object;
	PF_TRY(pf_object_open(view, at, &object));
	PF_TRY(pf_class_raw_name(view, object.class, text));
	pf_text_printf(text, " object at 0x%" PRIx64, at);
	return NULL;
}
