/* Ints of any size, in decimal. */
#include "value/integer.h"

#include "base/cleanup.h"
#include "python/object.h"

#include <inttypes.h>
#include <stdlib.h>

/* Digits of CPython have 30 bits (PyLong_SHIFT); ours have nine decimal places. */
enum { SHIFT = 30, PLACES = 9 };
static const uint32_t BASE = 1000000000;

/* lv_tag: the sign in its two lowest bits, 2 is negative; the count of digits from bit 3 on. */
enum { TAG_SIGN = 3, TAG_NEGATIVE = 2, TAG_SHIFT = 3 };

struct digits {
	uint32_t *items;
	uint64_t count;
	bool negative;
};

static struct pf_error *read_head(const struct pf_reader *reader, pf_addr at, struct digits *ret)
{
	uint64_t size;
	PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)reader->layout->object.var_size, &size));
	bool tagged = reader->layout->traits.ints == INT_LV_TAG;
	ret->negative = tagged ? (size & TAG_SIGN) == TAG_NEGATIVE : (int64_t)size < 0;
	ret->count = tagged ? size >> TAG_SHIFT : ret->negative ? -size : size;
	return NULL;
}

/* Multiplies VALUE, of COUNT decimal digits of ours, by 2**30 and adds DIGIT. */
static size_t take_digit(uint32_t *value, size_t count, uint32_t digit)
{
	uint64_t carry = digit;
	for (size_t i = 0; i < count; i++) {
		carry += (uint64_t)value[i] << SHIFT;
		value[i] = (uint32_t)(carry % BASE);
		carry /= BASE;
	}
	for (; carry; carry /= BASE)
		value[count++] = (uint32_t)(carry % BASE);
	return count;
}

static struct pf_error *write_digits(const struct digits *digits, struct pf_text *text)
{
	/* 30 bits are 9.03 decimal places: a little more than one of ours for each. */
	PF_AUTO_FREE uint32_t *value =
		calloc(digits->count + digits->count / 64 + 2, sizeof(*value));
	size_t count = 0;
	if (!value)
		return &pf_error_no_memory;
	for (uint64_t i = digits->count; i-- > 0;)
		count = take_digit(value, count, digits->items[i]);
	pf_text_append_str(text, digits->negative ? "-" : "");
	pf_text_printf(text, "%" PRIu32, count ? value[count - 1] : 0);
	for (size_t i = count; i-- > 1;)
		pf_text_printf(text, "%0*" PRIu32, PLACES, value[i - 1]);
	return NULL;
}

static struct pf_error *write_long(const struct pf_reader *reader, pf_addr at, struct pf_text *text)
{
	struct digits digits = { 0 };
	PF_TRY(read_head(reader, at, &digits));
	if (digits.count > UINT32_MAX)
		return pf_error_create(PF_CORRUPT, "an int of %" PRIu64 " digits", digits.count);
	if (digits.count > PF_INTEGER_LIMIT) {
		pf_text_printf(text, "<int of about %" PRIu64 " bits>", digits.count * SHIFT);
		return NULL;
	}
	PF_AUTO_FREE uint32_t *items = calloc(digits.count + 1, sizeof(*items));
	if (!items)
		return &pf_error_no_memory;
	digits.items = items;
	PF_TRY(pf_reader_peek(reader, at + (pf_addr)reader->layout->object.long_digits, items,
			      digits.count * sizeof(*items)));
	for (uint64_t i = 0; i < digits.count; i++) {
		if (items[i] >> SHIFT)
			return pf_error_create(PF_CORRUPT, "an int with a digit of over 30 bits");
	}
	return write_digits(&digits, text);
}

struct pf_error *pf_integer_write(const struct pf_reader *reader, pf_addr at, struct pf_text *text)
{
	pf_addr type;
	uint64_t flags, value;
	PF_TRY(pf_object_peek_type(reader, at, &type, &flags));
	if (flags & PF_TYPE_INT && reader->layout->traits.ints == INT_AND_LONG) {
		PF_TRY(pf_reader_peek_word(reader, at + (pf_addr)reader->layout->object.var_size,
					   &value));
		pf_text_printf(text, "%" PRId64, (int64_t)value);
		return NULL;
	}
	if (!(flags & PF_TYPE_LONG))
		return pf_error_create(PF_CORRUPT, "no int at 0x%" PRIx64, at);
	return write_long(reader, at, text);
}
