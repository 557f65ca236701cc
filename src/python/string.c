/* Python text of every kind as UTF-8. */
#include "python/string.h"

#include "base/cleanup.h"
#include "base/hash.h"
#include "python/object.h"

#include <string.h>

/*
 * PyASCIIObject.state: interned in two bits, kind in three (the width of a character), compact,
 * ascii. Source: Include/cpython/unicodeobject.h.
 */
static struct pf_error *locate_pep393(const struct pf_reader *reader, pf_addr at,
				      struct pf_characters *ret)
{
	const struct pf_layout_text *layout = &reader->layout->text;
	int32_t state;
	PF_TRY(pf_reader_peek_int(reader, at + layout->state, &state));
	PF_TRY(pf_reader_peek_word(reader, at + layout->length, &ret->count));
	ret->width = (unsigned)state >> 2 & 7;
	bool compact = state & 1 << 5, ascii = state & 1 << 6;
	if (ret->width != 1 && ret->width != 2 && ret->width != 4)
		return &pf_error_torn;
	if (!compact)
		return pf_reader_peek_word(reader, at + layout->legacy_data, &ret->at);
	ret->at = at + (ascii ? layout->ascii_data : layout->compact_data);
	return NULL;
}

/* 2.7: str is bytes behind the head; unicode has a pointer to UCS-2 or UCS-4 units. */
static struct pf_error *locate_python2(const struct pf_reader *reader, pf_addr at, uint64_t flags,
				       struct pf_characters *ret)
{
	PF_TRY(pf_reader_peek_word(reader, at + reader->layout->object.var_size, &ret->count));
	if (flags & PF_TYPE_BYTES) {
		ret->width = 0;
		ret->at = at + reader->layout->object.bytes_data;
		return NULL;
	}
	ret->width = reader->layout->text.unicode_width;
	return pf_reader_peek_word(reader, at + reader->layout->text.legacy_data, &ret->at);
}

struct pf_error *pf_string_locate(const struct pf_reader *reader, pf_addr at,
				  struct pf_characters *ret)
{
	pf_addr type;
	uint64_t flags;
	PF_TRY(pf_object_peek_type(reader, at, &type, &flags));
	if (reader->layout->traits.text == TEXT_BYTES && flags & (PF_TYPE_BYTES | PF_TYPE_TEXT))
		return locate_python2(reader, at, flags, ret);
	return flags & PF_TYPE_TEXT ? locate_pep393(reader, at, ret) : &pf_error_torn;
}

/* UCS-2 units may be surrogate pairs in 2.7's narrow builds; join them. */
static void join_surrogates(uint16_t *units, size_t count, struct pf_text *text)
{
	for (size_t i = 0; i < count; i++) {
		bool pair = (units[i] & 0xfc00) == 0xd800 && i + 1 < count &&
			    (units[i + 1] & 0xfc00) == 0xdc00;
		if (!pair) {
			pf_text_append_codepoint(text, units[i]);
			continue;
		}
		uint32_t high = units[i] & 0x3ffu, low = units[i + 1] & 0x3ffu;
		pf_text_append_codepoint(text, 0x10000 + (high << 10 | low));
		i++;
	}
}

static void append(const struct pf_reader *reader, const struct pf_characters *from, void *buf,
		   struct pf_text *text)
{
	if (!from->width)
		pf_text_append_utf8(text, buf, from->count);
	else if (from->width == 2 && reader->layout->traits.text == TEXT_BYTES)
		join_surrogates(buf, from->count, text);
	else
		pf_text_append_units(text, buf, from->count, from->width);
}

struct pf_error *pf_string_peek(const struct pf_reader *reader, pf_addr at, struct pf_text *text)
{
	struct pf_characters from;
	PF_TRY(pf_string_locate(reader, at, &from));
	bool cut = from.count > PF_STRING_LIMIT;
	if (cut)
		from.count = PF_STRING_LIMIT;
	size_t size = from.count * (from.width ? from.width : 1);
	PF_AUTO_FREE void *buf = malloc(size + 1);
	if (!buf)
		return &pf_error_no_memory;
	PF_TRY(pf_reader_peek(reader, from.at, buf, size));
	append(reader, &from, buf, text);
	if (cut)
		pf_text_append_str(text, "…");
	return pf_text_check(text);
}

bool pf_string_equals(const struct pf_reader *reader, pf_addr at, const char *word)
{
	struct pf_characters from;
	char bytes[64];
	size_t size = strlen(word);
	struct pf_error *err = pf_string_locate(reader, at, &from);
	if (!err && (from.count != size || from.width > 1 || size > sizeof(bytes)))
		return false;
	if (!err)
		err = pf_reader_peek(reader, from.at, bytes, size);
	pf_error_destroy(err);
	return !err && memcmp(bytes, word, size) == 0;
}

struct pf_error *pf_bytes_peek(const struct pf_reader *reader, pf_addr at, size_t limit,
			       unsigned char **ret, size_t *size_ret)
{
	uint64_t size;
	PF_TRY(pf_object_expect(reader, at, PF_TYPE_BYTES));
	PF_TRY(pf_reader_peek_word(reader, at + reader->layout->object.var_size, &size));
	if (size > limit)
		return &pf_error_torn;
	PF_AUTO_FREE unsigned char *bytes = malloc(size + 1);
	if (!bytes)
		return &pf_error_no_memory;
	PF_TRY(pf_reader_peek(reader, at + reader->layout->object.bytes_data, bytes, size));
	*ret = pf_take(bytes);
	*size_ret = size;
	return NULL;
}

struct pf_error *pf_string_sum_bytes(const struct pf_reader *reader, pf_addr at, uint64_t size,
				     uint64_t *ret)
{
	unsigned char bytes[PF_SUM_LIMIT];
	size = size < PF_SUM_LIMIT ? size : PF_SUM_LIMIT;
	PF_TRY(pf_reader_peek(reader, at, bytes, size));
	*ret = pf_hash_step(*ret, pf_hash_bytes(bytes, size));
	return NULL;
}

struct pf_error *pf_string_sum(const struct pf_reader *reader, pf_addr at, uint64_t *ret)
{
	struct pf_characters from;
	PF_TRY(pf_string_locate(reader, at, &from));
	*ret = from.count;
	uint64_t count = from.count < PF_SUM_LIMIT ? from.count : PF_SUM_LIMIT;
	return pf_string_sum_bytes(reader, from.at, count * (from.width ? from.width : 1), ret);
}
