/* dict_keys, dict_values and dict_items: views of dicts, whatever dict it is. */
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"

#include <string.h>

/* The dict itself: CORRUPT when it is none. */
static struct pf_error *viewed(struct pf_view *view, const struct pf_object *object,
			       struct pf_object *ret)
{
	pf_addr at;
	PF_TRY(pf_field_word(view, object, view->reader->layout->library.mapping.viewed, &at));
	PF_TRY(pf_object_open(view, at, ret));
	bool whole = ret->class->flags & pf_kind_dict.flag && ret->class->kind->children &&
		     ret->class->kind->length;
	return whole ? NULL : pf_error_create(PF_CORRUPT, "a view of what is no dict");
}

/* "dict_keys", or "odict_keys" of an OrderedDict. */
static struct pf_error *write_shape(const struct pf_object *object, enum pf_style style,
				    struct pf_shape *ret)
{
	pf_text_printf(&ret->open, "%s([", object->class->name);
	pf_text_append_str(&ret->close, "])");
	ret->style = style;
	ret->folded = "...";
	return NULL;
}

static struct pf_error *items_shape(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)view, (void)limits;
	return write_shape(object, PF_STYLE_TUPLES, ret);
}

static struct pf_error *list_shape(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)view, (void)limits;
	return write_shape(object, PF_STYLE_ITEMS, ret);
}

static struct pf_error *items_children(struct pf_view *view, const struct pf_object *object,
				       size_t count, struct pf_children *ret)
{
	struct pf_object dict;
	PF_TRY(viewed(view, object, &dict));
	return dict.class->kind->children(view, &dict, count, ret);
}

static struct pf_error *keys_children(struct pf_view *view, const struct pf_object *object,
				      size_t count, struct pf_children *ret)
{
	size_t from = ret->count;
	PF_TRY(items_children(view, object, count, ret));
	for (size_t i = from; i < ret->count; i++)
		ret->items[i] = (struct pf_child){ .value = ret->items[i].key };
	return NULL;
}

static struct pf_error *values_children(struct pf_view *view, const struct pf_object *object,
					size_t count, struct pf_children *ret)
{
	size_t from = ret->count;
	PF_TRY(items_children(view, object, count, ret));
	for (size_t i = from; i < ret->count; i++)
		ret->items[i].key = 0;
	return NULL;
}

static struct pf_error *view_length(struct pf_view *view, const struct pf_object *object,
				    uint64_t *ret)
{
	struct pf_object dict;
	PF_TRY(viewed(view, object, &dict));
	return dict.class->kind->length(view, &dict, ret);
}

const struct pf_kind pf_kind_dict_keys = { .name = "dict_keys",
					   .shape = list_shape,
					   .children = keys_children,
					   .length = view_length };
const struct pf_kind pf_kind_dict_values = { .name = "dict_values",
					     .shape = list_shape,
					     .children = values_children,
					     .length = view_length };
const struct pf_kind pf_kind_dict_items = { .name = "dict_items",
					    .shape = items_shape,
					    .children = items_children,
					    .length = view_length };
