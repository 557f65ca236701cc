/* Instances of which nothing more is known than their class and attributes. */
#include "base/cleanup.h"
#include "value/attribute.h"
#include "value/kinds.h"

static struct pf_error *plain_shape(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)view, (void)limits;
	pf_kind_append_object(&ret->empty, object);
	pf_kind_append_object(&ret->open, object);
	pf_text_append_str(&ret->open, " {");
	pf_text_append_str(&ret->close, "}");
	ret->style = PF_STYLE_FIELDS;
	return NULL; /* folded, it looks as without attributes */
}

const struct pf_kind pf_kind_plain = { .shape = plain_shape, .children = pf_attribute_children };
