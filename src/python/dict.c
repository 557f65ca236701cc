/* Dicts: their entries, and the value of a key that is text. */
#include "python/dict.h"

#include "base/cleanup.h"
#include "python/object.h"
#include "python/string.h"

/*
 * A PyDictKeyEntry is {hash, key, value}, also in 2.7's table; a PyDictUnicodeEntry (3.11+, keys
 * of any kind but general) is {key, value}.
 */
enum { ENTRY_WORDS = 3, UNICODE_ENTRY_WORDS = 2, KIND_GENERAL = 0 };

/* No dict has 2**SIZE_BITS places. */
enum { SIZE_BITS = 37 };

/* The place with that index, wherever it is among the keys. */
static struct pf_error *peek_place(const struct pf_reader *reader,
				   const struct pf_dict_places *places, uint64_t index,
				   struct pf_dict_entries *ret)
{
	size_t words = places->words;
	pf_addr at = places->at + (index * words + words - 2) * sizeof(uint64_t);
	struct pf_dict_entry entry;
	PF_TRY(pf_reader_peek_word(reader, at, &entry.key));
	PF_TRY(pf_reader_peek_word(reader, places->values + index * sizeof(uint64_t),
				   &entry.value));
	ret->items[ret->count++] = entry;
	return NULL;
}

static struct pf_error *peek_ordered(const struct pf_reader *reader,
				     const struct pf_dict_places *places, uint64_t first,
				     uint64_t count, struct pf_dict_entries *ret)
{
	for (uint64_t i = first; i < first + count; i++)
		PF_TRY(peek_place(reader, places, places->order[i], ret));
	return NULL;
}

struct pf_error *pf_dict_peek_places(const struct pf_reader *reader,
				     const struct pf_dict_places *places, uint64_t first,
				     uint64_t count, struct pf_dict_entries *ret)
{
	size_t words = places->words;
	PF_TRY(pf_array_reserve(ret, count));
	if (places->ordered)
		return peek_ordered(reader, places, first, count, ret);
	PF_AUTO_FREE uint64_t *raw = malloc((count + 1) * words * sizeof(*raw));
	if (!raw)
		return &pf_error_no_memory;
	PF_TRY(pf_reader_peek(reader, places->at + first * words * sizeof(*raw), raw,
			      count * words * sizeof(*raw)));
	for (uint64_t i = 0; i < count; i++) {
		const uint64_t *place = raw + i * words + (words - 2);
		pf_addr value = place[1];
		if (places->values)
			PF_TRY(pf_reader_peek_word(
				reader, places->values + (first + i) * sizeof(value), &value));
		ret->items[ret->count++] = (struct pf_dict_entry){ place[0], value };
	}
	return NULL;
}

/* Before 3.11: dk_size counts indices; an index takes 1, 2, 4 or 8 bytes by that count. */
static struct pf_error *locate_by_size(const struct pf_reader *reader, pf_addr at,
				       struct pf_dict_places *ret)
{
	uint64_t size;
	PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)reader->layout->keys.size, &size));
	if (size >> SIZE_BITS)
		return &pf_error_torn;
	uint64_t width = size <= 0xff ? 1 : size <= 0xffff ? 2 : size <= 0xffffffff ? 4 : 8;
	ret->at = at + (pf_addr)reader->layout->keys.indices + size * width;
	ret->words = ENTRY_WORDS;
	ret->slots = size;
	ret->indices = at + (pf_addr)reader->layout->keys.indices;
	ret->index_width = (unsigned)width;
	return NULL;
}

/* From 3.11 on: dk_log2_size, dk_log2_index_bytes and dk_kind, a byte each. */
static struct pf_error *locate_by_log2(const struct pf_reader *reader, pf_addr at,
				       struct pf_dict_places *ret)
{
	const struct pf_layout_keys *layout = &reader->layout->keys;
	unsigned char logs[2], kind;
	PF_TRY(pf_reader_peek(reader, at + (pf_addr)layout->size, logs, sizeof(logs)));
	PF_TRY(pf_reader_peek(reader, at + (pf_addr)layout->kind, &kind, sizeof(kind)));
	if (logs[1] > SIZE_BITS + 3 || logs[0] > logs[1] || logs[1] > logs[0] + 3)
		return &pf_error_torn;
	ret->at = at + (pf_addr)layout->indices + (UINT64_C(1) << logs[1]);
	ret->words = kind == KIND_GENERAL ? ENTRY_WORDS : UNICODE_ENTRY_WORDS;
	ret->slots = UINT64_C(1) << logs[0];
	ret->indices = at + (pf_addr)layout->indices;
	ret->index_width = 1u << (logs[1] - logs[0]);
	return NULL;
}

static struct pf_error *locate_keys(const struct pf_reader *reader, pf_addr at,
				    struct pf_dict_places *ret)
{
	*ret = (struct pf_dict_places){ 0 };
	PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)reader->layout->keys.nentries,
				   &ret->count));
	PF_TRY(reader->layout->traits.dict == DICT_KEYS ? locate_by_size(reader, at, ret)
							: locate_by_log2(reader, at, ret));
	return ret->count >> SIZE_BITS ? &pf_error_torn : NULL;
}

static struct pf_error *locate_table(const struct pf_reader *reader, pf_addr at,
				     struct pf_dict_places *ret)
{
	uint64_t mask;
	*ret = (struct pf_dict_places){ .words = ENTRY_WORDS };
	PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)reader->layout->dict.mask, &mask));
	PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)reader->layout->dict.table, &ret->at));
	ret->slots = ret->count = mask + 1;
	return mask >> SIZE_BITS ? &pf_error_torn : NULL;
}

/*
 * The order in which a split table's values were set. 3.11, 3.12: their number two bytes before the
 * values, the indices before that, backwards; 3.13+: in the second byte of the head that is before
 * them, the indices behind the values, whose number is in its first byte. Source: pycore_dict.h.
 */
static struct pf_error *peek_order(const struct pf_reader *reader, pf_addr values,
				   struct pf_dict_places *ret)
{
	unsigned char head[8], before[256];
	if (reader->layout->traits.attributes == ATTR_INLINE) {
		PF_TRY(pf_reader_peek(reader, values - sizeof(head), head, sizeof(head)));
		ret->count = head[1] < ret->count ? head[1] : ret->count;
		return pf_reader_peek(reader, values + head[0] * sizeof(uint64_t), ret->order,
				      ret->count);
	}
	PF_TRY(pf_reader_peek(reader, values - 2, head, 1));
	ret->count = head[0] < ret->count ? head[0] : ret->count;
	PF_TRY(pf_reader_peek(reader, values - 2 - ret->count, before, ret->count));
	for (uint64_t i = 0; i < ret->count; i++)
		ret->order[i] = before[ret->count - 1 - i];
	return NULL;
}

struct pf_error *pf_dict_locate_split(const struct pf_reader *reader, pf_addr keys, pf_addr values,
				      struct pf_dict_places *ret)
{
	PF_TRY(locate_keys(reader, keys, ret));
	uint64_t keys_count = ret->count;
	ret->values = values;
	ret->ordered = values && reader->layout->traits.attributes != ATTR_DICT;
	if (!ret->ordered)
		return NULL;
	PF_TRY(peek_order(reader, values, ret));
	for (uint64_t i = 0; i < ret->count; i++) {
		if (ret->order[i] >= keys_count)
			return &pf_error_torn;
	}
	return NULL;
}

struct pf_error *pf_dict_locate(const struct pf_reader *reader, pf_addr at,
				struct pf_dict_places *ret)
{
	PF_TRY(pf_object_expect(reader, at, PF_TYPE_DICT));
	return pf_dict_locate_frozen(reader, at, ret);
}

/* A split table keeps its values in an array of their own, in the order of the shared keys. */
struct pf_error *pf_dict_locate_frozen(const struct pf_reader *reader, pf_addr at,
				       struct pf_dict_places *ret)
{
	if (reader->layout->traits.dict == DICT_TABLE)
		return locate_table(reader, at, ret);
	pf_addr keys, values;
	PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)reader->layout->dict.keys, &keys));
	PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)reader->layout->dict.values, &values));
	if (values && reader->layout->traits.attributes == ATTR_INLINE)
		values += sizeof(uint64_t); /* capacity, size, embedded, valid stand before them */
	return pf_dict_locate_split(reader, keys, values, ret);
}

struct pf_error *pf_dict_peek_all(const struct pf_reader *reader,
				  const struct pf_dict_places *places, struct pf_dict_entries *ret)
{
	if (places->count > PF_DICT_LIMIT)
		return &pf_error_torn;
	return pf_dict_peek_places(reader, places, 0, places->count, ret);
}

struct pf_error *pf_keys_peek(const struct pf_reader *reader, pf_addr at,
			      struct pf_dict_entries *ret)
{
	struct pf_dict_places places;
	PF_TRY(locate_keys(reader, at, &places));
	return pf_dict_peek_all(reader, &places, ret);
}

struct pf_error *pf_dict_peek(const struct pf_reader *reader, pf_addr at,
			      struct pf_dict_entries *ret)
{
	struct pf_dict_places places;
	PF_TRY(pf_dict_locate(reader, at, &places));
	return pf_dict_peek_all(reader, &places, ret);
}

long pf_dict_entries_find(const struct pf_reader *reader, const struct pf_dict_entries *entries,
			  const char *name)
{
	for (size_t i = 0; i < entries->count; i++) {
		if (entries->items[i].key && pf_string_equals(reader, entries->items[i].key, name))
			return (long)i;
	}
	return -1;
}

struct pf_error *pf_dict_find(const struct pf_reader *reader, pf_addr at, const char *name,
			      pf_addr *ret)
{
	PF_GUARD(pf_dict_entries_deinit) struct pf_dict_entries entries = { 0 };
	PF_TRY(pf_dict_peek(reader, at, &entries));
	long found = pf_dict_entries_find(reader, &entries, name);
	*ret = found < 0 ? 0 : entries.items[found].value;
	return NULL;
}
