/* Instances of dataclasses: their class says which attributes are fields. */
#include "base/cleanup.h"
#include "python/object.h"
#include "python/string.h"
#include "value/attribute.h"
#include "value/class.h"
#include "value/dict_children.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/lineage.h"
#include "value/written.h"

static struct pf_error *dataclass_shape(struct pf_view *view, const struct pf_object *object,
					const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)limits;
	PF_TRY(pf_written_qualname(view, object->class, &ret->open));
	pf_text_append_str(&ret->open, "(");
	pf_text_append_str(&ret->close, ")");
	ret->style = PF_STYLE_FIELDS;
	ret->folded = "...";
	return NULL;
}

/* An attribute's value; 0: there is none that could be read. */
static struct pf_error *value_of(struct pf_view *view, const struct pf_object *object,
				 const char *name, pf_addr *ret)
{
	struct pf_attribute found;
	PF_TRY(pf_attribute_find(view, object, name, &found));
	*ret = found.kind == PF_ATTRIBUTE_VALUE ? found.at : 0;
	return NULL;
}

/* A Field is printed if its `repr` is true, and if it is no ClassVar and no InitVar. */
static struct pf_error *is_printed(struct pf_view *view, pf_addr at, bool *ret)
{
	struct pf_object field, type;
	pf_addr flag, kind, name = 0;
	int64_t value = 0;
	PF_TRY(pf_object_open(view, at, &field));
	PF_TRY(value_of(view, &field, "repr", &flag));
	PF_TRY(value_of(view, &field, "_field_type", &kind));
	if (flag)
		PF_TRY(pf_object_peek_int(view->reader, flag, &value));
	if (kind) {
		PF_TRY(pf_object_open(view, kind, &type));
		PF_TRY(value_of(view, &type, "name", &name));
	}
	*ret = value && name && pf_string_equals(view->reader, name, "_FIELD");
	return NULL;
}

static struct pf_error *append_field(struct pf_view *view, const struct pf_object *object,
				     const struct pf_child *field, struct pf_children *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text name = { 0 };
	struct pf_child child = { 0 };
	bool printed;
	PF_TRY(is_printed(view, field->value, &printed));
	if (!printed)
		return NULL;
	PF_TRY(pf_string_peek(view->reader, field->key, &name));
	PF_TRY(value_of(view, object, pf_text_str(&name), &child.value));
	child.name = pf_arena_text(&ret->names, pf_text_str(&name), name.size);
	return child.name ? pf_array_push(ret, child) : &pf_error_no_memory;
}

static struct pf_error *dataclass_children(struct pf_view *view, const struct pf_object *object,
					   size_t count, struct pf_children *ret)
{
	PF_GUARD(pf_children_deinit) struct pf_children fields = { .position = ret->position };
	struct pf_object dict = { 0 };
	PF_TRY(pf_lineage_find(view, object->class->at, "__dataclass_fields__", &dict.at));
	PF_TRY(pf_dict_children(view, &dict, count, &fields));
	for (size_t i = 0; i < fields.count; i++)
		PF_TRY(append_field(view, object, &fields.items[i], ret));
	ret->position = fields.position;
	ret->more = fields.more;
	return NULL;
}

const struct pf_kind pf_kind_dataclass = { .shape = dataclass_shape,
					   .children = dataclass_children };
