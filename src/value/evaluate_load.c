/* Objects that have a value of our own: None, bool, numbers, text and bytes. */
#include "base/cleanup.h"
#include "python/object.h"
#include "python/string.h"
#include "value/class.h"
#include "value/complex.h"
#include "value/evaluate_private.h"
#include "value/fields.h"
#include "value/integer.h"
#include "value/kinds.h"
#include "value/wtf8.h"

#include <string.h>

struct loading {
	struct pf_view *view;
	struct pf_arena *arena;
	struct pf_object object;
	uint64_t first, most; /* of a text: how many characters from where on */
};

static struct pf_error *load_big(struct loading *loading, struct pf_result *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	PF_TRY(pf_integer_write(loading->view->reader, loading->object.at, &text));
	PF_TRY(pf_text_check(&text));
	if (*pf_text_str(&text) == '<') /* "<int of N bits>" */
		return pf_error_create(PF_USAGE, "an %.*s is too big to compare",
				       (int)text.size - 2, pf_text_str(&text) + 1);
	const char *digits = pf_arena_text(loading->arena, pf_text_str(&text), text.size);
	if (!digits)
		return &pf_error_no_memory;
	*ret = (struct pf_result){ .kind = PF_RESULT_INT, .text = digits, .size = text.size };
	return NULL;
}

static struct pf_error *load_int(struct loading *loading, struct pf_result *ret)
{
	int64_t value;
	struct pf_error *err =
		pf_object_peek_int(loading->view->reader, loading->object.at, &value);
	if (err && pf_error_code(err) == PF_TORN)
		return load_big(loading, ret);
	PF_TRY(err);
	*ret = loading->object.class->kind == &pf_kind_bool ? pf_result_of_bool(value)
							    : pf_result_of_int(value);
	return NULL;
}

static struct pf_error *load_float(struct loading *loading, struct pf_result *ret)
{
	const struct pf_reader *reader = loading->view->reader;
	double value;
	PF_TRY(pf_reader_peek(
		reader, loading->object.at + (pf_addr)reader->layout->objects.number.float_value,
		&value, sizeof(value)));
	*ret = pf_result_of_float(value);
	return NULL;
}

static struct pf_error *load_complex(struct loading *loading, struct pf_result *ret)
{
	const struct pf_reader *reader = loading->view->reader;
	double parts[2];
	PF_TRY(pf_reader_peek(
		reader, loading->object.at + (pf_addr)reader->layout->objects.number.complex_value,
		parts, sizeof(parts)));
	*ret = pf_result_of_complex(parts[0], parts[1]);
	return NULL;
}

static uint32_t unit_at(const void *units, size_t width, size_t index)
{
	switch (width) {
	case 1:
		return ((const uint8_t *)units)[index];
	case 2:
		return ((const uint16_t *)units)[index];
	default:
		return ((const uint32_t *)units)[index];
	}
}

static bool is_python2(const struct pf_view *view)
{
	return view->reader->layout->traits.text == TEXT_BYTES;
}

/* 2.7's narrow builds have pairs of surrogates, which are one character elsewhere. */
static bool is_pair(uint32_t high, uint32_t low)
{
	return (high & 0xfffffc00) == 0xd800 && (low & 0xfffffc00) == 0xdc00;
}

static struct pf_error *encode(const struct loading *loading, const void *units,
			       const struct pf_characters *from, char *to, struct pf_result *ret)
{
	bool pairs = is_python2(loading->view) && from->width == 2;
	char *begin = to;
	for (size_t i = 0; i < from->count; i++) {
		uint32_t unit = unit_at(units, from->width, i);
		uint32_t next = i + 1 < from->count ? unit_at(units, from->width, i + 1) : 0;
		if (pairs && is_pair(unit, next)) {
			unit = 0x10000 + ((unit & 0x3ff) << 10 | (next & 0x3ff));
			i++;
		}
		if (unit > 0x10ffff)
			return pf_error_create(PF_CORRUPT, "a character U+%X", unit);
		to += pf_wtf8_encode(to, unit);
	}
	*to = '\0';
	*ret = (struct pf_result){ .kind = PF_RESULT_STR,
				   .text = begin,
				   .size = (size_t)(to - begin) };
	return NULL;
}

static struct pf_error *too_long(uint64_t count)
{
	return pf_error_create(PF_USAGE, "a text of %llu characters is too long to compare",
			       (unsigned long long)count);
}

/* The part that is wanted of COUNT characters. */
static uint64_t part_of(const struct loading *loading, uint64_t count)
{
	uint64_t left = loading->first < count ? count - loading->first : 0;
	return left < loading->most ? left : loading->most;
}

static struct pf_error *load_characters(struct loading *loading, const struct pf_characters *all,
					struct pf_result *ret)
{
	enum { MOST_BYTES = 4 }; /* of one character */
	struct pf_characters part = *all, *from = &part;
	part.count = part_of(loading, all->count);
	part.at += loading->first * all->width;
	if (from->count > PF_EVALUATE_TEXT)
		return too_long(from->count);
	PF_AUTO_FREE void *units = malloc(from->count * from->width + 1);
	char *text = pf_arena_alloc(loading->arena, from->count * MOST_BYTES + 1);
	if (!units || !text)
		return &pf_error_no_memory;
	PF_TRY(pf_reader_peek(loading->view->reader, from->at, units, from->count * from->width));
	return encode(loading, units, from, text, ret);
}

static struct pf_error *load_bytes(struct loading *loading, pf_addr at, uint64_t count,
				   struct pf_result *ret)
{
	count = part_of(loading, count);
	at += loading->first;
	if (count > PF_EVALUATE_TEXT)
		return too_long(count);
	char *bytes = pf_arena_alloc(loading->arena, count + 1);
	if (!bytes)
		return &pf_error_no_memory;
	PF_TRY(pf_reader_peek(loading->view->reader, at, bytes, count));
	bytes[count] = '\0';
	*ret = (struct pf_result){ .kind = PF_RESULT_BYTES, .text = bytes, .size = count };
	return NULL;
}

static struct pf_error *load_text(struct loading *loading, struct pf_result *ret)
{
	struct pf_characters from;
	PF_TRY(pf_string_locate(loading->view->reader, loading->object.at, &from));
	return load_characters(loading, &from, ret);
}

static struct pf_error *load_bytes_object(struct loading *loading, struct pf_result *ret)
{
	const struct pf_reader *reader = loading->view->reader;
	uint64_t count;
	PF_TRY(pf_kind_bytes.length(loading->view, &loading->object, &count));
	return load_bytes(loading, loading->object.at + (pf_addr)reader->layout->object.bytes_data,
			  count, ret);
}

static struct pf_error *load_bytearray(struct loading *loading, struct pf_result *ret)
{
	const struct pf_layout_sequence *layout = &loading->view->reader->layout->objects.sequence;
	uint64_t count;
	pf_addr at;
	PF_TRY(loading->object.class->kind->length(loading->view, &loading->object, &count));
	PF_TRY(pf_field_word(loading->view, &loading->object, layout->bytearray_start, &at));
	return load_bytes(loading, at, count, ret);
}

/* Bit 23 means something else from 3.12 on. */
static bool is_int(const struct pf_view *view, const struct pf_class *class)
{
	return class->flags & PF_TYPE_LONG ||
	       (class->flags & PF_TYPE_INT && view->reader->layout->traits.ints == INT_AND_LONG);
}

static struct pf_error *load_object(struct pf_evaluation *evaluation, pf_addr at, uint64_t first,
				    uint64_t most, struct pf_result *ret)
{
	struct pf_view *view = evaluation->view;
	struct loading loading = {
		.view = view, .arena = evaluation->arena, .first = first, .most = most
	};
	PF_TRY(pf_object_open(view, at, &loading.object));
	const struct pf_class *class = loading.object.class;
	*ret = pf_result_of_object(at);
	if (class->kind == &pf_kind_none)
		ret->kind = PF_RESULT_NONE;
	else if (is_int(view, class))
		return load_int(&loading, ret);
	else if (class->flags & PF_TYPE_TEXT)
		return load_text(&loading, ret);
	else if (class->flags & PF_TYPE_BYTES)
		return load_bytes_object(&loading, ret);
	else if (class->kind == &pf_kind_bytearray)
		return load_bytearray(&loading, ret);
	else if (class->kind == &pf_kind_float)
		return load_float(&loading, ret);
	else if (class->kind == &pf_kind_complex)
		return load_complex(&loading, ret);
	return NULL;
}

struct pf_error *pf_evaluation_load(struct pf_evaluation *evaluation, struct pf_result *result)
{
	bool secret = result->secret;
	if (result->kind != PF_RESULT_OBJECT)
		return NULL;
	PF_TRY(load_object(evaluation, result->at, 0, UINT64_MAX, result));
	result->secret = secret;
	return NULL;
}

struct pf_error *pf_evaluation_load_part(struct pf_evaluation *evaluation,
					 const struct pf_result *text, uint64_t first,
					 uint64_t count, struct pf_result *ret)
{
	bool secret = text->secret;
	PF_TRY(load_object(evaluation, text->at, first, count, ret));
	ret->secret = secret;
	return NULL;
}
