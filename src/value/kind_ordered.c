/* collections.OrderedDict: a dict, and the order of its keys in linked nodes. */
#include "base/cleanup.h"
#include "base/map.h"
#include "python/instance.h"
#include "value/dict_children.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/written.h"

#include <string.h>

enum { WORD = sizeof(uint64_t), NEAR = 64 };

/* A key and what comes behind it. */
struct node {
	pf_addr key, next;
};

static struct pf_error *ordered_shape(struct pf_view *view, const struct pf_object *object,
				      const struct pf_limits *limits, struct pf_shape *ret)
{
	bool braces = pf_written_since(view, REPRS_BRACES);
	(void)limits;
	pf_text_printf(&ret->open, "%s(%s", object->class->name, braces ? "{" : "[");
	pf_text_append_str(&ret->close, braces ? "})" : "])");
	pf_text_printf(&ret->empty, "%s()", object->class->name);
	ret->style = braces ? PF_STYLE_PAIRS : PF_STYLE_TUPLES;
	ret->folded = "...";
	return NULL;
}

/* --- nodes: structures, or lists [previous, next, key] in 2.7, where it is written in Python */

static bool is_native(const struct pf_view *view)
{
	return view->reader->layout->library.mapping.first != PF_ABSENT;
}

static struct pf_error *list_node(struct pf_view *view, pf_addr at, struct node *ret)
{
	uint64_t words[3];
	pf_addr items;
	struct pf_object list = { .at = at };
	PF_TRY(pf_field_word(view, &list, view->reader->layout->objects.sequence.list_items,
			     &items));
	PF_TRY(pf_reader_peek(view->reader, items, words, sizeof(words)));
	*ret = (struct node){ words[2], words[1] };
	return NULL;
}

static struct pf_error *read_node(struct pf_view *view, pf_addr at, struct node *ret)
{
	const struct pf_layout_mapping *layout = &view->reader->layout->library.mapping;
	if (!is_native(view))
		return list_node(view, at, ret);
	PF_TRY(pf_reader_peek_word(view->reader, at + (pf_addr)layout->node_key, &ret->key));
	return pf_reader_peek_word(view->reader, at + (pf_addr)layout->node_next, &ret->next);
}

/* In 2.7 the nodes are a ring, and its beginning is one without a key. */
static struct pf_error *first_node(struct pf_view *view, const struct pf_object *object,
				   pf_addr *ret)
{
	struct node root;
	if (is_native(view))
		return pf_field_word(view, object, view->reader->layout->library.mapping.first,
				     ret);
	PF_TRY(pf_instance_find(view->reader, object->at, "_OrderedDict__root", ret));
	if (!*ret)
		return NULL;
	PF_TRY(list_node(view, *ret, &root));
	*ret = root.next;
	return NULL;
}

/* Appends the next COUNT keys, without values. */
static struct pf_error *append_keys(struct pf_view *view, const struct pf_object *object,
				    size_t count, struct pf_children *ret)
{
	pf_addr at = ret->place;
	if (!ret->position)
		PF_TRY(first_node(view, object, &at));
	for (; count && at; count--) {
		struct node node;
		PF_TRY(read_node(view, at, &node));
		PF_TRY(pf_array_push(ret, ((struct pf_child){ .key = node.key })));
		at = node.next;
	}
	ret->place = at;
	return count ? pf_error_create(PF_CORRUPT, "an OrderedDict with less keys than items")
		     : NULL;
}

/* --- values: keys mostly stand in the dict in the same order */

struct values {
	struct pf_map by_key; /* key → value */
	uint64_t from, to;    /* the places that are in it */
};

static void values_deinit(struct values *values)
{
	pf_map_deinit(&values->by_key);
}

/* Takes the places FROM to TO of the dict into *values. */
static struct pf_error *learn(struct pf_view *view, const struct pf_dict_places *places,
			      uint64_t from, uint64_t to, struct values *values)
{
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	if (from >= to)
		return NULL;
	PF_TRY(pf_dict_peek_places(view->reader, places, from, to - from, &entries));
	for (size_t i = 0; i < entries.count; i++) {
		if (entries.items[i].key)
			PF_TRY(pf_map_put(&values->by_key, entries.items[i].key,
					  entries.items[i].value));
	}
	return NULL;
}

/* Finds the value of a key; all of the dict is read when it is not where it is looked for. */
static struct pf_error *find_value(struct pf_view *view, const struct pf_dict_places *places,
				   struct values *values, struct pf_child *child)
{
	if (!child->key)
		return pf_error_create(PF_CORRUPT, "an OrderedDict without a key");
	uint64_t *found = pf_map_find(&values->by_key, child->key);
	if (!found && (values->from || values->to < places->count) &&
	    places->count <= PF_DICT_LIMIT) {
		PF_TRY(learn(view, places, 0, places->count, values));
		values->from = 0;
		values->to = places->count;
		found = pf_map_find(&values->by_key, child->key);
	}
	child->value = found ? *found : 0;
	return NULL;
}

static struct pf_error *fill_values(struct pf_view *view, const struct pf_object *object,
				    uint64_t position, size_t from, struct pf_children *ret)
{
	PF_GUARD(values_deinit) struct values values = { 0 };
	struct pf_dict_places places;
	PF_TRY(pf_dict_locate(view->reader, object->at, &places));
	uint64_t last = position + (ret->count - from) + NEAR;
	values.from = position < places.count ? position : places.count;
	values.to = last < places.count ? last : places.count;
	PF_TRY(learn(view, &places, values.from, values.to, &values));
	for (size_t i = from; i < ret->count; i++)
		PF_TRY(find_value(view, &places, &values, &ret->items[i]));
	return NULL;
}

static struct pf_error *ordered_children(struct pf_view *view, const struct pf_object *object,
					 size_t count, struct pf_children *ret)
{
	uint64_t length;
	size_t from = ret->count;
	PF_TRY(pf_dict_length(view, object, &length));
	uint64_t left = length > ret->position ? length - ret->position : 0;
	PF_TRY(append_keys(view, object, left < count ? (size_t)left : count, ret));
	PF_TRY(fill_values(view, object, ret->position, from, ret));
	ret->position += ret->count - from;
	ret->more = ret->position < length;
	return NULL;
}

const struct pf_kind pf_kind_ordered = { .name = "collections.OrderedDict",
					 .shape = ordered_shape,
					 .children = ordered_children,
					 .length = pf_dict_length };
