/* Dicts and instances in a fake heap. */
#include "fake_objects.h"

#include <string.h>

enum {
	WORD = 8,
	PREFIX = 4 * WORD,
	BASIC_SIZE = 40,
	MANAGED_DICT = 1 << 4,
	INLINE_VALUES = 1 << 2
};

enum { HEAP_TYPE = 1 << 9, DICT_SIZE = 48, TABLE_DICT_SIZE = 248 };

static bool is_at_least(const struct fake_memory *heap, unsigned minor)
{
	return heap->layout.major == 3 && heap->layout.minor >= minor;
}

/* Each place as {hash, key, value}, or {key, value} where WORDS is 2. */
static void put_places(struct fake_memory *heap, pf_addr at, const struct fake_item *items,
		       size_t count, size_t words)
{
	for (size_t i = 0; i < count; i++) {
		pf_addr place = at + i * words * WORD;
		if (words == 3)
			fake_put_word(heap, place, 0x123456789abcdef0 + i);
		fake_put_word(heap, place + (words - 2) * WORD, items[i].key);
		fake_put_word(heap, place + (words - 1) * WORD, items[i].value);
	}
}

/* DK_IXSIZE: bytes of an index of 2^LOG2 slots. */
static size_t index_size(unsigned log2)
{
	return ((size_t)1 << log2) * (log2 < 8 ? 1 : log2 < 16 ? 2 : 4);
}

static pf_addr keys_by_size(struct fake_memory *heap, const struct fake_item *items, size_t count,
			    unsigned log2)
{
	const struct pf_layout_keys *layout = &heap->layout.keys;
	size_t head = (size_t)layout->indices + index_size(log2);
	pf_addr at = fake_alloc(heap, head + count * 3 * WORD);
	fake_put_word(heap, at + layout->size, UINT64_C(1) << log2);
	fake_put_word(heap, at + layout->nentries, count);
	put_places(heap, at + head, items, count, 3);
	return at;
}

static pf_addr keys_by_log2(struct fake_memory *heap, const struct fake_item *items, size_t count,
			    unsigned log2, enum fake_dict kind)
{
	const struct pf_layout_keys *layout = &heap->layout.keys;
	size_t head = (size_t)layout->indices + index_size(log2);
	size_t words = kind == DICT_GENERAL ? 3 : 2;
	pf_addr at = fake_alloc(heap, head + count * words * WORD);
	fake_put_byte(heap, at + layout->size, log2);
	fake_put_byte(heap, at + layout->size + 1, log2 + (log2 < 8 ? 0 : log2 < 16 ? 1 : 2));
	fake_put_byte(heap, at + layout->kind,
		      kind == DICT_GENERAL    ? 0
		      : kind == DICT_COMBINED ? 1
					      : 2);
	fake_put_word(heap, at + layout->nentries, count);
	put_places(heap, at + head, items, count, words);
	return at;
}

pf_addr fake_keys(struct fake_memory *heap, const struct fake_item *items, size_t count,
		  unsigned log2, enum fake_dict kind)
{
	return is_at_least(heap, 11) ? keys_by_log2(heap, items, count, log2, kind)
				     : keys_by_size(heap, items, count, log2);
}

/* Keys of a split table: the same without values. */
static pf_addr shared_keys(struct fake_memory *heap, const struct fake_item *items, size_t count)
{
	struct fake_item keys[32];
	for (size_t i = 0; i < count; i++)
		keys[i] = (struct fake_item){ .key = items[i].key };
	return fake_keys(heap, keys, count, 5, DICT_SPLIT);
}

/*
 * 3.13 made the four bytes in front of the values a part of them; the order in which they were set
 * follows them. In 3.11 and 3.12 it is in front of them, backwards, behind (before) its length.
 */
static void put_values(struct fake_memory *heap, pf_addr at, const struct fake_item *items,
		       size_t count)
{
	if (is_at_least(heap, 13)) {
		fake_put_byte(heap, at, (unsigned)count);
		fake_put_byte(heap, at + 1, (unsigned)count);
		fake_put_byte(heap, at + 3, 1); /* valid */
		at += WORD;
		for (size_t i = 0; i < count; i++)
			fake_put_byte(heap, at + count * WORD + i, (unsigned)i);
	} else if (is_at_least(heap, 11)) {
		fake_put_byte(heap, at - 2, (unsigned)count);
		for (size_t i = 0; i < count; i++)
			fake_put_byte(heap, at - 3 - i, (unsigned)i);
	}
	for (size_t i = 0; i < count; i++)
		fake_put_word(heap, at + i * WORD, items[i].value);
}

pf_addr fake_values(struct fake_memory *heap, const struct fake_item *items, size_t count)
{
	size_t before = is_at_least(heap, 13) ? 0 : (count + 2 + WORD - 1) / WORD * WORD;
	pf_addr at = fake_alloc(heap, before + WORD + count * (WORD + 1)) + before;
	put_values(heap, at, items, count);
	return at;
}

static pf_addr table_dict(struct fake_memory *heap, const struct fake_item *items, size_t count)
{
	size_t size = 8;
	while (size < count)
		size *= 2;
	pf_addr table = fake_alloc(heap, size * 3 * WORD);
	pf_addr at = fake_object(heap, fake_type_of(heap, FAKE_DICT), TABLE_DICT_SIZE);
	put_places(heap, table, items, count, 3);
	fake_put_word(heap, at + heap->layout.dict.mask, size - 1);
	fake_put_word(heap, at + heap->layout.dict.table, table);
	return at;
}

pf_addr fake_dict_new(struct fake_memory *heap, const struct fake_item *items, size_t count,
		      enum fake_dict kind)
{
	if (heap->layout.major == 2)
		return table_dict(heap, items, count);
	unsigned log2 = 3;
	while ((size_t)1 << log2 < count * 3 / 2)
		log2++;
	pf_addr at = fake_object(heap, fake_type_of(heap, FAKE_DICT), DICT_SIZE);
	pf_addr keys = kind == DICT_SPLIT ? shared_keys(heap, items, count)
					  : fake_keys(heap, items, count, log2, kind);
	fake_put_word(heap, at + heap->layout.dict.keys, keys);
	if (kind == DICT_SPLIT)
		fake_put_word(heap, at + heap->layout.dict.values, fake_values(heap, items, count));
	return at;
}

bool fake_place_exists(const struct fake_memory *heap, enum fake_place place)
{
	return place == PLACE_DICTOFFSET || is_at_least(heap, 11);
}

static pf_addr instance_type(struct fake_memory *heap, enum fake_place place)
{
	/* Bit 4 is set in 2.7 as well, where it is Py_TPFLAGS_CHECKTYPES. */
	bool bit4 = place != PLACE_DICTOFFSET || heap->layout.major == 2;
	bool bit2 = place != PLACE_DICTOFFSET && is_at_least(heap, 13);
	pf_addr type =
		fake_type_new(heap, "Thing",
			      HEAP_TYPE | (bit4 ? MANAGED_DICT : 0u) | (bit2 ? INLINE_VALUES : 0u));
	fake_put_word(heap, type + heap->layout.type.basicsize, BASIC_SIZE);
	if (place == PLACE_DICTOFFSET)
		fake_put_word(heap, type + heap->layout.type.dictoffset, 24);
	return type;
}

/* Where the words in front of a managed object point, by version. */
static void put_prefix(struct fake_memory *heap, pf_addr at, pf_addr dict, pf_addr values)
{
	if (heap->layout.minor == 11) {
		fake_put_word(heap, at - 4 * WORD, values);
		fake_put_word(heap, at - 3 * WORD, dict);
	} else {
		fake_put_word(heap, at - 3 * WORD, values ? values - 1 : dict);
	}
}

static void put_attributes(struct fake_memory *heap, pf_addr at, pf_addr type,
			   const struct fake_item *items, size_t count)
{
	fake_put_word(heap, type + heap->layout.type.cached_keys, shared_keys(heap, items, count));
	if (is_at_least(heap, 13))
		put_values(heap, at + BASIC_SIZE, items, count);
	else
		put_prefix(heap, at, 0, fake_values(heap, items, count));
}

pf_addr fake_instance(struct fake_memory *heap, const struct fake_item *items, size_t count,
		      enum fake_place place)
{
	pf_addr type = instance_type(heap, place);
	pf_addr at = fake_alloc(heap, PREFIX + BASIC_SIZE + WORD + count * (WORD + 1)) + PREFIX;
	fake_put_word(heap, at + heap->layout.object.type, type);
	if (place == PLACE_VALUES) {
		put_attributes(heap, at, type, items, count);
		return at;
	}
	pf_addr dict = fake_dict_new(heap, items, count, DICT_COMBINED);
	if (place == PLACE_DICTOFFSET)
		fake_put_word(heap, at + 24, dict);
	else
		put_prefix(heap, at, dict, 0);
	return at;
}
