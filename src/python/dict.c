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

static struct pf_error *peek_places(const struct pf_reader *reader, pf_addr at, uint64_t count,
				    size_t words, struct pf_dict_entries *ret)
{
	if (count > PF_DICT_LIMIT)
		return &pf_error_torn;
	PF_TRY(pf_array_reserve(ret, count));
	PF_AUTO_FREE uint64_t *raw = malloc((count + 1) * words * sizeof(*raw));
	if (!raw)
		return &pf_error_no_memory;
	PF_TRY(pf_reader_peek(reader, at, raw, count * words * sizeof(*raw)));
	for (uint64_t i = 0; i < count; i++) {
		const uint64_t *place = raw + i * words + (words - 2);
		ret->items[ret->count++] = (struct pf_dict_entry){ place[0], place[1] };
	}
	return NULL;
}

/* Before 3.11: dk_size counts indices; an index takes 1, 2, 4 or 8 bytes by that count. */
static struct pf_error *peek_keys_by_size(const struct pf_reader *reader, pf_addr at,
					  uint64_t entries, struct pf_dict_entries *ret)
{
	uint64_t size;
	PF_TRY(pf_reader_peek_word(reader, at + reader->layout->keys.size, &size));
	if (size > 2 * PF_DICT_LIMIT)
		return &pf_error_torn;
	uint64_t width = size <= 0xff ? 1 : size <= 0xffff ? 2 : 4;
	pf_addr places = at + reader->layout->keys.indices + size * width;
	return peek_places(reader, places, entries, ENTRY_WORDS, ret);
}

/* From 3.11 on: dk_log2_size, dk_log2_index_bytes and dk_kind, a byte each. */
static struct pf_error *peek_keys_by_log2(const struct pf_reader *reader, pf_addr at,
					  uint64_t entries, struct pf_dict_entries *ret)
{
	const struct pf_layout_keys *layout = &reader->layout->keys;
	unsigned char logs[2], kind;
	PF_TRY(pf_reader_peek(reader, at + layout->size, logs, sizeof(logs)));
	PF_TRY(pf_reader_peek(reader, at + layout->kind, &kind, sizeof(kind)));
	if (logs[1] > 40)
		return &pf_error_torn;
	pf_addr places = at + layout->indices + (UINT64_C(1) << logs[1]);
	return peek_places(reader, places, entries,
			   kind == KIND_GENERAL ? ENTRY_WORDS : UNICODE_ENTRY_WORDS, ret);
}

struct pf_error *pf_keys_peek(const struct pf_reader *reader, pf_addr at,
			      struct pf_dict_entries *ret)
{
	uint64_t entries;
	PF_TRY(pf_reader_peek_word(reader, at + reader->layout->keys.nentries, &entries));
	return reader->layout->traits.dict == DICT_KEYS
		       ? peek_keys_by_size(reader, at, entries, ret)
		       : peek_keys_by_log2(reader, at, entries, ret);
}

static struct pf_error *peek_table(const struct pf_reader *reader, pf_addr at,
				   struct pf_dict_entries *ret)
{
	uint64_t mask;
	pf_addr table;
	PF_TRY(pf_reader_peek_word(reader, at + reader->layout->dict.mask, &mask));
	PF_TRY(pf_reader_peek_word(reader, at + reader->layout->dict.table, &table));
	return peek_places(reader, table, mask + 1, ENTRY_WORDS, ret);
}

/* A split table keeps its values in an array of their own, in the order of the shared keys. */
static struct pf_error *peek_split_values(const struct pf_reader *reader, pf_addr values,
					  struct pf_dict_entries *ret)
{
	if (reader->layout->traits.attributes == ATTR_INLINE)
		values += sizeof(uint64_t); /* capacity, size, embedded, valid stand before them */
	for (size_t i = 0; i < ret->count; i++)
		PF_TRY(pf_reader_peek_word(reader, values + i * sizeof(uint64_t),
					   &ret->items[i].value));
	return NULL;
}

struct pf_error *pf_dict_peek(const struct pf_reader *reader, pf_addr at,
			      struct pf_dict_entries *ret)
{
	PF_TRY(pf_object_expect(reader, at, PF_TYPE_DICT));
	if (reader->layout->traits.dict == DICT_TABLE)
		return peek_table(reader, at, ret);
	pf_addr keys, values;
	PF_TRY(pf_reader_peek_word(reader, at + reader->layout->dict.keys, &keys));
	PF_TRY(pf_reader_peek_word(reader, at + reader->layout->dict.values, &values));
	PF_TRY(pf_keys_peek(reader, keys, ret));
	return values ? peek_split_values(reader, values, ret) : NULL;
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
