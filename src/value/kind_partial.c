/* functools.partial: a function and the arguments that it is to have. */
#include "base/cleanup.h"
#include "value/class.h"
#include "value/dict_children.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/sequence.h"
#include "value/slots.h"

static const struct pf_layout_partial *layout_of(const struct pf_view *view)
{
	return &view->reader->layout->library.partial;
}

static struct pf_error *partial_shape(struct pf_view *view, const struct pf_object *object,
				      const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)view, (void)limits;
	pf_kind_append_class(&ret->open, object->class);
	pf_text_append_str(&ret->open, "(");
	pf_text_append_str(&ret->close, ")");
	ret->style = PF_STYLE_FIELDS;
	ret->folded = "...";
	return NULL;
}

static struct pf_error *open_part(struct pf_view *view, const struct pf_object *object,
				  int32_t offset, const struct pf_kind *kind, struct pf_object *ret)
{
	pf_addr at;
	PF_TRY(pf_field_word(view, object, offset, &at));
	PF_TRY(pf_object_open(view, at, ret));
	return ret->class->kind == kind
		       ? NULL
		       : pf_error_create(PF_CORRUPT, "arguments that are a %s", ret->class->name);
}

/* Those with names: POSITION counts the places of their dict. */
static struct pf_error *append_keywords(struct pf_view *view, const struct pf_object *object,
					size_t count, struct pf_children *ret)
{
	struct pf_object keywords;
	size_t from = ret->count;
	pf_addr at;
	ret->more = false;
	PF_TRY(pf_field_word(view, object, layout_of(view)->keywords, &at));
	PF_TRY(pf_object_open(view, at, &keywords));
	if (keywords.class->kind != &pf_kind_dict)
		return NULL; /* None: 2.7 has no dict when there are none */
	PF_TRY(pf_dict_children(view, &keywords, count, ret));
	return pf_attribute_name_children(view, from, ret);
}

/* First the function, then arguments without names, then those with names. */
static struct pf_error *partial_children(struct pf_view *view, const struct pf_object *object,
					 size_t count, struct pf_children *ret)
{
	struct pf_object arguments;
	uint64_t length, position = ret->position;
	pf_addr function;
	PF_TRY(open_part(view, object, layout_of(view)->arguments, &pf_kind_tuple, &arguments));
	PF_TRY(pf_sequence_length(view, &arguments, &length));
	ret->more = true;
	if (!position) {
		PF_TRY(pf_field_word(view, object, layout_of(view)->function, &function));
		ret->position++;
		return pf_array_push(ret, ((struct pf_child){ .value = function }));
	}
	if (position <= length) {
		ret->position--;
		PF_TRY(pf_kind_tuple.children(view, &arguments, count, ret));
		ret->position++;
		ret->more = true;
		return NULL;
	}
	ret->position -= length + 1;
	PF_TRY(append_keywords(view, object, count, ret));
	ret->position += length + 1;
	return NULL;
}

static struct pf_error *partial_attribute(struct pf_view *view, const struct pf_object *object,
					  const char *name, pf_addr *ret)
{
	const struct pf_layout_partial *layout = layout_of(view);
	const struct pf_named_field fields[] = { { "func", layout->function },
						 { "args", layout->arguments },
						 { "keywords", layout->keywords } };
	return pf_field_find(view, object, fields, sizeof(fields) / sizeof(fields[0]), name, ret);
}

const struct pf_kind pf_kind_partial = { .name = "functools.partial",
					 .shape = partial_shape,
					 .children = partial_children,
					 .attribute = partial_attribute };
