/* Tuples with names: namedtuple, and those of C, as time.struct_time; types.SimpleNamespace. */
#include "base/cleanup.h"
#include "python/string.h"
#include "value/attribute.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/lineage.h"
#include "value/sequence.h"

#include <string.h>

enum { WORD = sizeof(uint64_t), NAME_SIZE = 64, FIELDS_LIMIT = 64 };

/* Takes the text as the name of a child. */
static struct pf_error *name_child(struct pf_children *children, struct pf_child *child,
				   const struct pf_text *name)
{
	PF_TRY(pf_text_check(name));
	child->name = pf_arena_text(&children->names, pf_text_str(name), name->size);
	return child->name ? NULL : &pf_error_no_memory;
}

/* --- namedtuple: its class has the names in `_fields` */

/* In 2.7 the name that the factory was given, also for derived classes. */
static struct pf_error *find_name(struct pf_view *view, const struct pf_class *class,
				  const char **ret)
{
	PF_AUTO_FREE pf_addr *classes = NULL;
	size_t count;
	*ret = class->name;
	if (view->reader->layout->traits.text != TEXT_BYTES)
		return NULL;
	PF_TRY(pf_lineage_read(view, class->at, &classes, &count));
	for (size_t i = 0; i < count && class->own_kind != &pf_kind_namedtuple; i++)
		PF_TRY(pf_view_class(view, classes[i], &class));
	*ret = class->name;
	return NULL;
}

static struct pf_error *named_shape(struct pf_view *view, const struct pf_object *object,
				    const struct pf_limits *limits, struct pf_shape *ret)
{
	const char *name;
	(void)limits;
	PF_TRY(find_name(view, object->class, &name));
	pf_text_printf(&ret->open, "%s(", name);
	pf_text_append_str(&ret->close, ")");
	ret->style = PF_STYLE_FIELDS;
	ret->folded = "(...)";
	return NULL;
}

/* Gives the children from index FIRST on their names, as far as `_fields` has some. */
static struct pf_error *add_names(struct pf_view *view, const struct pf_object *object,
				  uint64_t first, size_t from, struct pf_children *ret)
{
	pf_addr at;
	PF_TRY(pf_lineage_find(view, object->class->at, "_fields", &at));
	struct pf_object fields = { .at = at };
	uint64_t count = 0;
	if (at)
		PF_TRY(pf_sequence_length(view, &fields, &count));
	for (size_t i = from; i < ret->count && first < count; i++, first++) {
		PF_GUARD(pf_text_deinit) struct pf_text name = { 0 };
		pf_addr name_at;
		PF_TRY(pf_kind_tuple.item(view, &fields, first, &name_at));
		PF_TRY(pf_string_peek(view->reader, name_at, &name));
		PF_TRY(name_child(ret, &ret->items[i], &name));
	}
	return NULL;
}

static struct pf_error *named_children(struct pf_view *view, const struct pf_object *object,
				       size_t count, struct pf_children *ret)
{
	uint64_t first = ret->position;
	size_t from = ret->count;
	PF_TRY(pf_kind_tuple.children(view, object, count, ret));
	return add_names(view, object, first, from, ret);
}

static struct pf_error *tuple_item(struct pf_view *view, const struct pf_object *object,
				   uint64_t index, pf_addr *ret)
{
	return pf_kind_tuple.item(view, object, index, ret);
}

const struct pf_kind pf_kind_namedtuple = { .shape = named_shape,
					    .children = named_children,
					    .length = pf_sequence_length,
					    .item = tuple_item };

/* --- structures of C that are tuples: names are those of its class's PyMemberDefs, in order */

static struct pf_error *structure_shape(struct pf_view *view, const struct pf_object *object,
					const struct pf_limits *limits, struct pf_shape *ret)
{
	(void)view, (void)limits;
	pf_kind_append_class(&ret->open, object->class);
	pf_text_append_str(&ret->open, "(");
	pf_text_append_str(&ret->close, ")");
	ret->style = PF_STYLE_FIELDS;
	ret->folded = "(...)";
	return NULL;
}

/* The name of the INDEX-th field; "" when there is none. */
static struct pf_error *field_name(struct pf_view *view, const struct pf_class *class,
				   uint64_t index, struct pf_text *ret)
{
	const struct pf_layout *layout = view->reader->layout;
	pf_addr fields, name;
	char byte = 1;
	PF_TRY(pf_reader_peek_word(view->reader, class->at + (pf_addr)layout->library.alias.fields,
				   &fields));
	if (!fields || index >= FIELDS_LIMIT)
		return NULL;
	fields += index * (uint64_t)layout->library.alias.field_size;
	PF_TRY(pf_reader_peek_word(
		view->reader, fields + (pf_addr)layout->objects.descriptor.member_name, &name));
	for (int i = 0; name && i < NAME_SIZE; i++) {
		PF_TRY(pf_reader_peek(view->reader, name + (pf_addr)i, &byte, 1));
		if (!byte)
			break;
		pf_text_append_utf8(ret, &byte, 1);
	}
	return NULL;
}

static struct pf_error *structure_children(struct pf_view *view, const struct pf_object *object,
					   size_t count, struct pf_children *ret)
{
	uint64_t first = ret->position;
	size_t from = ret->count;
	PF_TRY(pf_kind_tuple.children(view, object, count, ret));
	for (size_t i = from; i < ret->count; i++) {
		PF_GUARD(pf_text_deinit) struct pf_text name = { 0 };
		PF_TRY(field_name(view, object->class, first + (i - from), &name));
		PF_TRY(name_child(ret, &ret->items[i], &name));
	}
	return NULL;
}

const struct pf_kind pf_kind_structure = { .shape = structure_shape,
					   .children = structure_children,
					   .length = pf_sequence_length,
					   .item = tuple_item };

/* --- types.SimpleNamespace */

static struct pf_error *namespace_shape(struct pf_view *view, const struct pf_object *object,
					const struct pf_limits *limits, struct pf_shape *ret)
{
	bool own = !strcmp(object->class->name, "SimpleNamespace");
	(void)view, (void)limits;
	pf_text_printf(&ret->open, "%s(", own ? "namespace" : object->class->name);
	pf_text_append_str(&ret->close, ")");
	ret->style = PF_STYLE_FIELDS;
	ret->folded = own ? "namespace(...)" : "...";
	return NULL;
}

const struct pf_kind pf_kind_namespace = { .name = "types.SimpleNamespace",
					   .shape = namespace_shape,
					   .children = pf_attribute_children };
