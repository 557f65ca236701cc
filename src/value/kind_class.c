/* Classes, and those of enumerations. */
#include "base/cleanup.h"
#include "python/object.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"

/* 2.7 calls classes of C types. */
static bool is_type(const struct pf_view *view, const struct pf_class *class)
{
	return view->reader->layout->traits.text == TEXT_BYTES && !(class->flags & PF_TYPE_HEAP);
}

static struct pf_error *write_class(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_text *text)
{
	const struct pf_class *class;
	(void)limits;
	PF_TRY(pf_view_class(view, object->at, &class));
	pf_text_append_str(text, is_type(view, class) ? "<type '" : "<class '");
	pf_kind_append_class(text, class);
	pf_text_append_str(text, "'>");
	return NULL;
}

static struct pf_error *class_attribute(struct pf_view *view, const struct pf_object *object,
					const char *name, pf_addr *ret)
{
	const struct pf_layout_class *layout = &view->reader->layout->objects.class;
	const struct pf_named_field fields[] = { { "__bases__", layout->bases },
						 { "__base__", layout->base },
						 { "__mro__", layout->mro } };
	return pf_field_find(view, object, fields, sizeof(fields) / sizeof(fields[0]), name, ret);
}

const struct pf_kind pf_kind_class = { .name = "type",
				       .write = write_class,
				       .attribute = class_attribute };

/* The class of an enumeration, which is an object of a class that is written in Python. */
static struct pf_error *write_enumeration(struct pf_view *view, const struct pf_object *object,
					  const struct pf_limits *limits, struct pf_text *text)
{
	const struct pf_class *class;
	(void)limits;
	PF_TRY(pf_view_class(view, object->at, &class));
	pf_text_printf(text, "<enum '%s'>", class->name);
	return NULL;
}

const struct pf_kind pf_kind_enumeration = { .name = "enum.EnumMeta",
					     .write = write_enumeration,
					     .attribute = class_attribute };
