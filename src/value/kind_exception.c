/* Exceptions: their class and what they were made of. */
#include "base/cleanup.h"
#include "python/object.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/sequence.h"
#include "value/written.h"

static const struct pf_layout_exception *layout_of(const struct pf_view *view)
{
	return &view->reader->layout->objects.exception;
}

static struct pf_error *open_arguments(struct pf_view *view, const struct pf_object *object,
				       struct pf_object *ret)
{
	pf_addr at;
	PF_TRY(pf_field_word(view, object, layout_of(view)->args, &at));
	PF_TRY(pf_object_open(view, at, ret));
	return ret->class->flags & PF_TYPE_TUPLE
		       ? NULL
		       : pf_error_create(PF_CORRUPT, "arguments that are no tuple");
}

/* Until 3.6 what stands behind the name is the tuple itself: ValueError('x',). */
static struct pf_error *exception_shape(struct pf_view *view, const struct pf_object *object,
					const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)limits;
	pf_text_printf(&ret->open, "%s(", object->class->name);
	pf_text_append_str(&ret->close, ")");
	ret->comma = !pf_written_since(view, REPRS_NAMED);
	return NULL;
}

static struct pf_error *exception_children(struct pf_view *view, const struct pf_object *object,
					   size_t count, struct pf_children *ret)
{
	struct pf_object arguments;
	PF_TRY(open_arguments(view, object, &arguments));
	return pf_kind_tuple.children(view, &arguments, count, ret);
}

static struct pf_error *exception_attribute(struct pf_view *view, const struct pf_object *object,
					    const char *name, pf_addr *ret)
{
	const struct pf_layout_exception *layout = layout_of(view);
	const struct pf_named_field fields[] = { { "args", layout->args },
						 { "__traceback__", layout->traceback },
						 { "__cause__", layout->cause },
						 { "__context__", layout->context },
						 { "__dict__", layout->dict } };
	return pf_field_find(view, object, fields, sizeof(fields) / sizeof(fields[0]), name, ret);
}

const struct pf_kind pf_kind_exception = { .flag = PF_TYPE_EXCEPTION,
					   .shape = exception_shape,
					   .children = exception_children,
					   .attribute = exception_attribute };
