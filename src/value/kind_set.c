/* set and frozenset. */
#include "base/cleanup.h"
#include "python/string.h"
#include "value/fields.h"
#include "value/kinds.h"

#include <inttypes.h>
#include <string.h>

/*
 * An entry is {key, hash}, or {hash, key} in 2.7. No hash is -1, but that of what was removed; in 2.7
 * that has a key of its own instead.
 */
enum { ENTRY_SIZE = 16, BITE = 64, FREE_PLACES = 1 << 16 };
#define REMOVED UINT64_MAX

/* More places than that no memory holds. */
enum { MASK_BITS = 40 };

static struct pf_error *set_shape(struct pf_view *view, const struct pf_object *object,
				  const struct pf_limits *limits, struct pf_shape *ret)
{
	const struct pf_class *class = object->class;
	bool python2 = view->reader->layout->traits.text == TEXT_BYTES;
	bool plain = !python2 && !*class->module && !strcmp(class->name, "set");
	(void)limits;
	pf_text_printf(&ret->empty, "%s(%s)", class->name, python2 ? "[]" : "");
	if (!plain)
		pf_text_printf(&ret->open, "%s(", class->name);
	pf_text_append_str(&ret->open, python2 ? "[" : "{");
	pf_text_append_str(&ret->close, python2 ? "]" : "}");
	pf_text_append_str(&ret->close, plain ? "" : ")");
	ret->folded = plain ? "{...}" : "set(...)";
	return NULL;
}

static bool is_removed(const struct pf_view *view, const uint64_t *entry, size_t key)
{
	return key ? pf_string_equals(view->reader, entry[key], "<dummy key>")
		   : entry[1] == REMOVED;
}

static struct pf_error *peek_entries(struct pf_view *view, pf_addr at, uint64_t places, size_t want,
				     struct pf_children *ret)
{
	size_t key = (size_t)view->reader->layout->objects.set.entry_key / sizeof(uint64_t);
	uint64_t entries[BITE][2], left = places - ret->position;
	uint64_t bite = left < BITE ? left : BITE;
	PF_TRY(pf_reader_peek(view->reader, at + ret->position * ENTRY_SIZE, entries,
			      bite * ENTRY_SIZE));
	for (size_t i = 0; i < bite && ret->count < want; i++, ret->position++) {
		if (!entries[i][key] || is_removed(view, entries[i], key))
			continue;
		PF_TRY(pf_array_push(ret, ((struct pf_child){ .value = entries[i][key] })));
	}
	return NULL;
}

static struct pf_error *set_children(struct pf_view *view, const struct pf_object *object,
				     size_t count, struct pf_children *ret)
{
	const struct pf_layout_set *layout = &view->reader->layout->objects.set;
	uint64_t mask;
	pf_addr table;
	PF_TRY(pf_field_word(view, object, layout->mask, &mask));
	PF_TRY(pf_field_word(view, object, layout->table, &table));
	if (mask >> MASK_BITS || mask & (mask + 1))
		return pf_error_create(PF_CORRUPT, "a set with a mask of 0x%" PRIx64, mask);
	size_t before = ret->count, want = before + count;
	uint64_t until = ret->position + count + FREE_PLACES;
	while (ret->count < want && ret->position <= mask && ret->position < until)
		PF_TRY(peek_entries(view, table, mask + 1, want, ret));
	ret->more = ret->position <= mask;
	return pf_children_bound(ret, ret->count > before);
}

static struct pf_error *set_length(struct pf_view *view, const struct pf_object *object,
				   uint64_t *ret)
{
	PF_TRY(pf_field_word(view, object, view->reader->layout->objects.set.used, ret));
	return *ret > INT64_MAX ? pf_error_create(PF_CORRUPT, "a length of %" PRId64, (int64_t)*ret)
				: NULL;
}

const struct pf_kind pf_kind_set = { .name = "set",
				     .shape = set_shape,
				     .children = set_children,
				     .length = set_length };
const struct pf_kind pf_kind_frozenset = { .name = "frozenset",
					   .shape = set_shape,
					   .children = set_children,
					   .length = set_length };
