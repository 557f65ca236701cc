/* Objects for the API: class, contents, attributes, plain values. */
#include "base/cleanup.h"
#include "pyflame.h"
#include "python/object.h"
#include "python/string.h"
#include "value/attribute.h"
#include "value/class.h"
#include "value/kinds.h"

#include <stdlib.h>
#include <string.h>

struct pf_contents_store {
	struct pf_children children;
};

struct pf_error *pf_value_class(struct pf_view *view, pf_addr at, pf_addr *class_ret,
				struct pf_text *name)
{
	struct pf_object object;
	PF_TRY(pf_object_open(view, at, &object));
	*class_ret = object.class->at;
	pf_kind_append_class(name, object.class);
	return pf_text_check(name);
}

/* --- contents */

void pf_contents_destroy(struct pf_contents *contents)
{
	if (!contents)
		return;
	if (contents->store)
		pf_children_deinit(&contents->store->children);
	free(contents->store);
	free(contents->items);
	free(contents);
}

PF_DEFINE_GUARD(guard_contents, struct pf_contents *, pf_contents_destroy);

/* Appends COUNT children at most: of a kind, or the attributes of any object. */
typedef struct pf_error *list_children(struct pf_view *view, const struct pf_object *object,
				       size_t count, struct pf_children *ret);

/* Reads FIRST + COUNT children, since only a kind knows where the FIRST-th one is. */
static struct pf_error *read_children(struct pf_view *view, const struct pf_object *object,
				      list_children *list, uint64_t want, struct pf_children *ret)
{
	ret->more = list != NULL;
	while (ret->more && ret->count < want)
		PF_TRY(list(view, object, want - ret->count, ret));
	return NULL;
}

static struct pf_error *read_contents(struct pf_view *view, const struct pf_object *object,
				      list_children *list, uint64_t first, size_t count,
				      struct pf_contents **ret)
{
	PF_GUARD(guard_contents) struct pf_contents *contents = calloc(1, sizeof(*contents));
	if (!contents || !(contents->store = calloc(1, sizeof(*contents->store))))
		return &pf_error_no_memory;
	struct pf_children *children = &contents->store->children;
	PF_TRY(read_children(view, object, list, first + count, children));
	contents->items = calloc(count + 1, sizeof(*contents->items));
	if (!contents->items)
		return &pf_error_no_memory;
	for (uint64_t i = first; i < children->count && contents->count < count; i++) {
		const struct pf_child *child = &children->items[i];
		contents->items[contents->count++] =
			(struct pf_content){ child->key, child->value, child->name };
	}
	contents->more = children->more || children->count > first + count;
	*ret = pf_take(contents);
	return NULL;
}

struct pf_error *pf_value_contents(struct pf_view *view, pf_addr at, uint64_t first, size_t count,
				   struct pf_contents **ret)
{
	struct pf_object object;
	PF_TRY(pf_object_open(view, at, &object));
	return read_contents(view, &object, object.class->kind->children, first, count, ret);
}

struct pf_error *pf_value_attributes(struct pf_view *view, pf_addr at, uint64_t first, size_t count,
				     struct pf_contents **ret)
{
	struct pf_object object;
	PF_TRY(pf_object_open(view, at, &object));
	return read_contents(view, &object, pf_attribute_children, first, count, ret);
}

/* --- plain values */

static struct pf_error *plain_text(struct pf_view *view, pf_addr at, unsigned max_string,
				   struct pf_text *text)
{
	struct pf_characters from;
	PF_TRY(pf_string_locate(view->reader, at, &from));
	uint64_t count = max_string && from.count > max_string ? max_string : from.count;
	size_t width = from.width ? from.width : 1;
	if (count > PF_STRING_LIMIT * 1024ull)
		return pf_error_create(PF_CORRUPT, "a text of %llu characters",
				       (unsigned long long)from.count);
	PF_AUTO_FREE unsigned char *units = malloc(count * width + 1);
	if (!units)
		return &pf_error_no_memory;
	PF_TRY(pf_reader_peek(view->reader, from.at, units, count * width));
	if (from.width)
		pf_text_append_units(text, units, count, width);
	else
		pf_text_append_utf8(text, (const char *)units, count);
	return pf_text_check(text);
}

/* An int of more than 64 bits is an object only. */
static struct pf_error *plain_int(struct pf_view *view, pf_addr at, struct pf_plain *ret)
{
	struct pf_error *err = pf_object_peek_int(view->reader, at, &ret->integer);
	if (!err || pf_error_code(err) != PF_TORN)
		return err;
	pf_error_destroy(err);
	ret->kind = PF_PLAIN_OTHER;
	return NULL;
}

static enum pf_plain_kind plain_kind(const struct pf_view *view, const struct pf_kind *kind)
{
	const struct {
		const struct pf_kind *kind;
		enum pf_plain_kind plain;
	} rows[] = {
		{ &pf_kind_none, PF_PLAIN_NONE },
		{ &pf_kind_bool, PF_PLAIN_BOOL },
		{ &pf_kind_int, PF_PLAIN_INT },
		{ &pf_kind_float, PF_PLAIN_FLOAT },
		{ &pf_kind_text, PF_PLAIN_TEXT },
		{ &pf_kind_list, PF_PLAIN_SEQUENCE },
		{ &pf_kind_tuple, PF_PLAIN_SEQUENCE },
		{ &pf_kind_set, PF_PLAIN_SEQUENCE },
		{ &pf_kind_frozenset, PF_PLAIN_SEQUENCE },
		{ &pf_kind_dict, PF_PLAIN_MAPPING },
		{ &pf_kind_frozendict, PF_PLAIN_MAPPING },
	};
	if (kind == &pf_kind_bytes && view->reader->layout->traits.text == TEXT_BYTES)
		return PF_PLAIN_TEXT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].kind == kind)
			return rows[i].plain;
	}
	return PF_PLAIN_OTHER;
}

struct pf_error *pf_value_plain(struct pf_view *view, pf_addr at, unsigned max_string,
				struct pf_plain *ret, struct pf_text *text)
{
	struct pf_object object;
	PF_TRY(pf_object_open(view, at, &object));
	*ret = (struct pf_plain){ .kind = plain_kind(view, object.class->kind) };
	switch (ret->kind) {
	case PF_PLAIN_BOOL:
	case PF_PLAIN_INT:
		return plain_int(view, at, ret);
	case PF_PLAIN_FLOAT:
		return pf_reader_peek(
			view->reader,
			at + (pf_addr)view->reader->layout->objects.number.float_value, &ret->real,
			sizeof(ret->real));
	case PF_PLAIN_TEXT:
		return plain_text(view, at, max_string, text);
	case PF_PLAIN_OTHER:
	case PF_PLAIN_NONE:
	case PF_PLAIN_SEQUENCE:
	case PF_PLAIN_MAPPING:
		break;
	}
	return NULL;
}
