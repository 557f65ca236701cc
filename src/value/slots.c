/* __slots__: attributes that an object has room for in itself. */
#include "value/slots.h"

#include "base/cleanup.h"
#include "python/object.h"
#include "python/string.h"
#include "value/class.h"
#include "value/fields.h"
#include "value/lineage.h"

#include <stdlib.h>
#include <string.h>

/* PyMemberDef.type: an object, or one that may be missing (T_OBJECT, T_OBJECT_EX). */
enum { MEMBER_OBJECT = 6, MEMBER_OBJECT_EX = 16 };

/* No object is larger. */
enum { OBJECT_SIZE = 1 << 20 };

static struct pf_error *read_slot(struct pf_view *view, const struct pf_object *object,
				  const struct pf_object *member, bool *slot_ret,
				  uint64_t *offset_ret, pf_addr *ret)
{
	const struct pf_layout_descriptor *layout = &view->reader->layout->objects.descriptor;
	pf_addr definition;
	int32_t type;
	*ret = 0;
	PF_TRY(pf_field_word(view, member, layout->member, &definition));
	PF_TRY(pf_reader_peek_int(view->reader, definition + (pf_addr)layout->member_type, &type));
	PF_TRY(pf_reader_peek_word(view->reader, definition + (pf_addr)layout->member_offset,
				   offset_ret));
	*slot_ret = type == MEMBER_OBJECT || type == MEMBER_OBJECT_EX;
	if (!*slot_ret)
		return NULL;
	if (*offset_ret > OBJECT_SIZE)
		return pf_error_create(PF_CORRUPT, "a slot at %llu",
				       (unsigned long long)*offset_ret);
	return pf_reader_peek_word(view->reader, object->at + *offset_ret, ret);
}

struct pf_error *pf_slot_read(struct pf_view *view, const struct pf_object *object,
			      const struct pf_object *member, bool *slot_ret, pf_addr *ret)
{
	uint64_t offset;
	return read_slot(view, object, member, slot_ret, &offset, ret);
}

struct pf_error *pf_attribute_name(struct pf_view *view, pf_addr key, struct pf_text *text)
{
	struct pf_error *err = pf_string_peek(view->reader, key, text);
	if (!err || pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	pf_text_append_str(text, "?"); /* setattr() takes nothing else than text, vars() does */
	return NULL;
}

struct pf_error *pf_attribute_name_children(struct pf_view *view, size_t from,
					    struct pf_children *ret)
{
	for (size_t i = from; i < ret->count; i++) {
		PF_GUARD(pf_text_deinit) struct pf_text name = { 0 };
		PF_TRY(pf_attribute_name(view, ret->items[i].key, &name));
		char *kept = pf_arena_text(&ret->names, pf_text_str(&name), name.size);
		if (!kept)
			return &pf_error_no_memory;
		ret->items[i].key = 0;
		ret->items[i].name = kept;
	}
	return NULL;
}

/* A slot of a class: dicts of 2.7 do not have them in their order, but their places do. */
struct slot {
	uint64_t offset;
	struct pf_dict_entry entry;
};

struct slots {
	PF_ARRAY(struct slot);
};

static void slots_deinit(struct slots *slots)
{
	pf_array_deinit(slots);
}

static int compare(const void *a, const void *b)
{
	uint64_t left = ((const struct slot *)a)->offset, right = ((const struct slot *)b)->offset;
	return (left > right) - (left < right);
}

static struct pf_error *append_slot(struct pf_view *view, const struct pf_object *object,
				    const struct pf_dict_entry *entry, struct slots *ret)
{
	struct pf_object member;
	struct slot slot = { .entry.key = entry->key };
	bool is_slot;
	if (!entry->key || !entry->value)
		return NULL;
	PF_TRY(pf_object_open(view, entry->value, &member));
	if (strcmp(member.class->name, "member_descriptor") != 0)
		return NULL;
	PF_TRY(read_slot(view, object, &member, &is_slot, &slot.offset, &slot.entry.value));
	return slot.entry.value ? pf_array_push(ret, slot) : NULL;
}

static struct pf_error *append_slots_of(struct pf_view *view, const struct pf_object *object,
					pf_addr at, struct pf_dict_entries *ret)
{
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	PF_GUARD(slots_deinit) struct slots slots = { 0 };
	const struct pf_class *class;
	PF_TRY(pf_view_class(view, at, &class));
	if (!class->dict || !(class->flags & PF_TYPE_HEAP))
		return NULL;
	PF_TRY(pf_dict_peek(view->reader, class->dict, &entries));
	for (size_t i = 0; i < entries.count; i++)
		PF_TRY(append_slot(view, object, &entries.items[i], &slots));
	if (slots.count)
		qsort(slots.items, slots.count, sizeof(*slots.items), compare);
	for (size_t i = 0; i < slots.count; i++)
		PF_TRY(pf_array_push(ret, slots.items[i].entry));
	return NULL;
}

struct pf_error *pf_slots_peek(struct pf_view *view, const struct pf_object *object,
			       struct pf_dict_entries *ret)
{
	PF_AUTO_FREE pf_addr *classes = NULL;
	size_t count;
	PF_TRY(pf_lineage_read(view, object->class->at, &classes, &count));
	while (count-- > 0)
		PF_TRY(append_slots_of(view, object, classes[count], ret));
	return NULL;
}
