/* Parts of what repr() prints: names of classes, and values inside of the head of another. */
#include "value/written.h"

#include "python/object.h"
#include "value/class.h"
#include "value/fields.h"

bool pf_written_since(const struct pf_view *view, enum pf_reprs want)
{
	return view->reader->layout->traits.reprs >= want;
}

const char *pf_written_name(const struct pf_view *view, const struct pf_object *object,
			    const char *name)
{
	return pf_written_since(view, REPRS_NAMED) ? object->class->name : name;
}

struct pf_error *pf_written_qualname(struct pf_view *view, const struct pf_class *class,
				     struct pf_text *text)
{
	int32_t offset = view->reader->layout->objects.class.heap_qualname;
	const struct pf_object object = { .at = class->at };
	if (class->flags & PF_TYPE_HEAP && offset != PF_ABSENT)
		return pf_field_text(view, &object, offset, text);
	pf_text_append_str(text, class->name);
	return NULL;
}

struct pf_error *pf_written_value(struct pf_view *view, pf_addr at, const struct pf_limits *limits,
				  struct pf_text *text)
{
	struct pf_object object;
	PF_TRY(pf_object_open(view, at, &object));
	if (object.class->kind->write)
		return object.class->kind->write(view, &object, limits, text);
	pf_kind_append_object(text, &object);
	return NULL;
}

struct pf_error *pf_written_of_kind(struct pf_view *view, pf_addr at, const struct pf_kind *kind,
				    const struct pf_limits *limits, struct pf_text *text)
{
	struct pf_object object;
	PF_TRY(pf_object_open(view, at, &object));
	if (object.class->kind == kind && kind->write)
		return kind->write(view, &object, limits, text);
	pf_kind_append_object(text, &object);
	return NULL;
}
