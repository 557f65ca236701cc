/* Who refers to an object: the tracked objects that have its address in them. */
#include "value/referrers.h"

#include "base/cleanup.h"
#include "python/dict.h"
#include "python/instance.h"
#include "python/object.h"

enum {
	WORD = sizeof(uint64_t),
	PIECE_WORDS = 512,	/* of a table that is read at a time */
	TABLE_LIMIT = 1 << 27,	/* words that a table has at most */
	INLINE_VALUES_MAX = 30, /* SHARED_KEYS_MAX_SIZE, pycore_dict.h */
};

static const char UNREAD[] = "an object could not be looked into: it was left out";

/* One object that is looked into. */
struct look {
	struct pf_heap_walk *walk;
	const struct pf_reader *reader;
	const struct pf_heap_object *object;
	pf_addr wanted;
	bool atomic; /* see struct pf_heap_run */
	struct pf_heap_link link;
};

/* The first of COUNT words at AT that is what is wanted; -1: none. */
static struct pf_error *find_word(const struct look *look, pf_addr at, uint64_t count, int64_t *ret)
{
	uint64_t words[PIECE_WORDS];
	*ret = -1;
	if (count > TABLE_LIMIT)
		return &pf_error_torn;
	look->walk->effort += count;
	for (uint64_t done = 0; done < count; done += PIECE_WORDS) {
		uint64_t part = count - done < PIECE_WORDS ? count - done : PIECE_WORDS;
		PF_TRY(pf_reader_peek(look->reader, at + done * WORD, words, part * WORD));
		for (uint64_t i = 0; i < part; i++) {
			if (words[i] != look->wanted)
				continue;
			*ret = (int64_t)(done + i);
			return NULL;
		}
	}
	return NULL;
}

static struct pf_error *find_in_table(struct look *look, pf_addr table, uint64_t words,
				      int64_t words_per_item)
{
	int64_t found;
	PF_TRY(find_word(look, table, words, &found));
	if (found >= 0) {
		look->link.how = "item";
		look->link.index = found / words_per_item;
	}
	return NULL;
}

static struct pf_error *find_in_list(struct look *look)
{
	const struct pf_layout *layout = look->reader->layout;
	pf_addr at = look->object->at, table;
	uint64_t count;
	PF_TRY(pf_reader_peek_word(look->reader, at + (pf_addr)layout->object.var_size, &count));
	PF_TRY(pf_reader_peek_word(look->reader, at + (pf_addr)layout->objects.sequence.list_items,
				   &table));
	return find_in_table(look, table, count, 1);
}

/* A place of a set's table is an object and its hash, in one order or the other. */
static struct pf_error *find_in_set(struct look *look)
{
	const struct pf_layout_set *layout = &look->reader->layout->objects.set;
	uint64_t mask;
	pf_addr table;
	PF_TRY(pf_reader_peek_word(look->reader, look->object->at + (pf_addr)layout->mask, &mask));
	PF_TRY(pf_reader_peek_word(look->reader, look->object->at + (pf_addr)layout->table,
				   &table));
	if (mask >= TABLE_LIMIT / 2)
		return &pf_error_torn;
	PF_TRY(find_in_table(look, table, (mask + 1) * 2, 2));
	look->link.index = 0; /* sets have no order */
	return NULL;
}

/* A key of another dict's may be in free places, too: those have no value. */
static void find_in_places(struct look *look, const struct pf_dict_entries *entries)
{
	for (size_t i = 0; i < entries->count && !look->link.how; i++) {
		const struct pf_dict_entry *entry = &entries->items[i];
		if (!entry->value || (entry->value != look->wanted && entry->key != look->wanted))
			continue;
		look->link.how = entry->value == look->wanted ? "value" : "key";
		look->link.key = entry->value == look->wanted ? entry->key : 0;
	}
}

static struct pf_error *find_in_dict(struct look *look)
{
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	struct pf_dict_places places;
	PF_TRY(pf_dict_locate(look->reader, look->object->at, &places));
	if (places.count > TABLE_LIMIT / 3)
		return &pf_error_torn;
	for (uint64_t done = 0; done < places.count && !look->link.how; done += entries.count) {
		uint64_t left = places.count - done;
		entries.count = 0;
		PF_TRY(pf_dict_peek_places(look->reader, &places, done,
					   left < PIECE_WORDS ? left : PIECE_WORDS, &entries));
		look->walk->effort += entries.count;
		if (!entries.count)
			return &pf_error_torn;
		find_in_places(look, &entries);
	}
	return NULL;
}

/* Its items lie in blocks that are linked: struct BLOCK of _collectionsmodule.c. */
static struct pf_error *find_in_deque(struct look *look)
{
	const struct pf_layout_deque *layout = &look->reader->layout->library.deque;
	pf_addr at = look->object->at, block;
	uint64_t left, index, done = 0, size = (uint64_t)layout->block_length;
	int64_t found = -1;
	PF_TRY(pf_reader_peek_word(look->reader, at + (pf_addr)layout->length, &left));
	PF_TRY(pf_reader_peek_word(look->reader, at + (pf_addr)layout->left_block, &block));
	PF_TRY(pf_reader_peek_word(look->reader, at + (pf_addr)layout->left_index, &index));
	if (left > TABLE_LIMIT || index >= size)
		return &pf_error_torn;
	for (; left && found < 0; index = 0) {
		uint64_t part = left < size - index ? left : size - index;
		PF_TRY(find_word(look, block + (pf_addr)layout->block_items + index * WORD, part,
				 &found));
		if (found >= 0)
			look->link = (struct pf_heap_link){ "item", (int64_t)done + found, 0 };
		done += part;
		left -= part;
		PF_TRY(pf_reader_peek_word(look->reader, block + (pf_addr)layout->block_right,
					   &block));
	}
	return NULL;
}

/* The values of attributes at AT; the class has the names. */
static struct pf_error *find_in_values(struct look *look, pf_addr at)
{
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	const struct pf_layout_type *layout = &look->reader->layout->type;
	pf_addr keys;
	int64_t found;
	PF_TRY(pf_reader_peek_word(look->reader,
				   look->object->type->at + (pf_addr)layout->cached_keys, &keys));
	PF_TRY(pf_keys_peek(look->reader, keys, &entries));
	if (entries.count > INLINE_VALUES_MAX)
		return &pf_error_torn;
	PF_TRY(find_word(look, at, entries.count, &found));
	if (found >= 0) {
		look->link.how = "attribute";
		look->link.key = entries.items[found].key;
	}
	return NULL;
}

/* Where instances of 3.11 and newer have attributes without a dict: see instance.c. *ret is 0: not. */
static struct pf_error *find_values(const struct look *look, pf_addr *ret)
{
	const struct pf_heap_object *object = look->object;
	unsigned char head[4];
	uint64_t either;
	*ret = 0;
	switch (look->reader->layout->traits.attributes) {
	case ATTR_DICT:
		break;
	case ATTR_VALUES_POINTER:
		return pf_reader_peek_word(look->reader, object->at - 4 * WORD, ret);
	case ATTR_DICT_OR_VALUES:
		PF_TRY(pf_reader_peek_word(look->reader, object->at - 3 * WORD, &either));
		*ret = either & 1 ? either + 1 : 0;
		break;
	case ATTR_INLINE:
		if (!(object->type->flags & PF_TYPE_INLINE_VALUES))
			break;
		PF_TRY(pf_reader_peek(look->reader, object->at + object->type->basic_size, head,
				      sizeof(head)));
		*ret = head[3] ? object->at + object->type->basic_size + WORD : 0;
		break;
	}
	return NULL;
}

/* The dict in front of an instance, or the values that it has instead of one. */
static struct pf_error *find_in_attributes(struct look *look)
{
	pf_addr values, dict;
	bool managed = look->object->type->flags & PF_TYPE_MANAGED_DICT &&
		       look->reader->layout->traits.attributes != ATTR_DICT;
	if (!managed)
		return NULL;
	PF_TRY(pf_reader_peek_word(look->reader, look->object->at - 3 * WORD, &dict));
	if (dict == look->wanted) {
		look->link.how = "dict";
		return NULL;
	}
	PF_TRY(find_values(look, &values));
	return values ? find_in_values(look, values) : NULL;
}

/*
 * The dict of an instance is in no list while there is nothing in it that the collector knows, so a
 * lock or a text in it has the instance as its only referrer that can be found.
 */
static struct pf_error *find_in_own_dict(struct look *look)
{
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	PF_TRY(pf_instance_peek(look->reader, look->object->at, &entries));
	look->walk->effort += entries.count;
	for (size_t i = 0; i < entries.count && !look->link.how; i++) {
		if (entries.items[i].value != look->wanted)
			continue;
		look->link.how = "attribute";
		look->link.key = entries.items[i].key;
	}
	return NULL;
}

/* All words of the object itself, behind its count of references. */
static struct pf_error *find_in_body(struct look *look)
{
	const struct pf_layout *layout = look->reader->layout;
	const struct pf_heap_object *object = look->object;
	int64_t type = layout->object.type, items = layout->objects.sequence.tuple_items, found;
	uint64_t size = object->bytes - object->type->before;
	if (size < (uint64_t)type + WORD)
		return NULL;
	PF_TRY(find_word(look, object->at + (pf_addr)type, (size - (uint64_t)type) / WORD, &found));
	if (found < 0)
		return NULL;
	int64_t offset = type + found * WORD;
	bool item = object->type->kind == PF_HEAP_TUPLE && offset >= items;
	look->link.how = !found ? "type" : item ? "item" : "field";
	look->link.index = item ? (offset - items) / WORD : offset;
	return NULL;
}

/* What it refers to weakly is none of its references; what it is to call is. */
static struct pf_error *find_in_weakref(struct look *look)
{
	pf_addr callback =
		look->object->at + (pf_addr)look->reader->layout->objects.weakref.object + WORD;
	uint64_t word;
	PF_TRY(pf_reader_peek_word(look->reader, callback, &word));
	if (word == look->wanted)
		look->link.how = "callback";
	return NULL;
}

static struct pf_error *find(struct look *look)
{
	enum pf_heap_kind kind = look->object->type->kind;
	if (kind == PF_HEAP_WEAKREF)
		return find_in_weakref(look);
	if (kind == PF_HEAP_DICT)
		PF_TRY(find_in_dict(look));
	else if (kind == PF_HEAP_LIST)
		PF_TRY(find_in_list(look));
	else if (kind == PF_HEAP_SET)
		PF_TRY(find_in_set(look));
	else if (kind == PF_HEAP_DEQUE)
		PF_TRY(find_in_deque(look));
	if (!look->link.how)
		PF_TRY(find_in_attributes(look));
	if (!look->link.how && look->atomic)
		PF_TRY(find_in_own_dict(look));
	return look->link.how ? NULL : find_in_body(look);
}

struct pf_error *pf_referrers_begin(struct pf_heap_run *run)
{
	pf_addr type;
	uint64_t flags;
	run->atomic = false;
	if (!run->options->referrers_of)
		return NULL;
	struct pf_error *err =
		pf_object_peek_type(run->view->reader, run->options->referrers_of, &type, &flags);
	if (!err)
		run->atomic = !(flags & PF_TYPE_COLLECTED);
	if (pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	return NULL;
}

struct pf_error *pf_referrers_visit(struct pf_heap_run *run, const struct pf_heap_object *object)
{
	struct look look = { .walk = &run->walk,
			     .reader = &run->walk.quick,
			     .object = object,
			     .wanted = run->options->referrers_of,
			     .atomic = run->atomic };
	struct pf_error *err = find(&look);
	if (err == &pf_error_fault || err == &pf_error_torn)
		run->walk.truncated = UNREAD;
	else if (err)
		return err;
	return look.link.how ? pf_heap_match(run, object, &look.link) : NULL;
}
