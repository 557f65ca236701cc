/* Any Python object: its type, what kind it is, and the value of an int. */
#include "python/object.h"

#include <string.h>

struct pf_error *pf_object_peek_type(const struct pf_reader *reader, pf_addr at, pf_addr *type_ret,
				     uint64_t *flags_ret)
{
	pf_addr type;
	PF_TRY(pf_reader_peek_word(reader, at + reader->layout->object.type, &type));
	PF_TRY(pf_reader_peek_word(reader, type + reader->layout->type.flags, flags_ret));
	*type_ret = type;
	return NULL;
}

struct pf_error *pf_object_expect(const struct pf_reader *reader, pf_addr at, uint64_t flags)
{
	pf_addr type;
	uint64_t found;
	PF_TRY(pf_object_peek_type(reader, at, &type, &found));
	return found & flags ? NULL : &pf_error_torn;
}

struct pf_error *pf_object_expect_code(const struct pf_reader *reader, const unsigned char *bytes,
				       pf_addr *type)
{
	pf_addr found = pf_word_in(bytes, reader->layout->object.type);
	if (*type)
		return found == *type ? NULL : &pf_error_torn;
	pf_addr name_at;
	char name[sizeof("code")];
	PF_TRY(pf_reader_peek_word(reader, found + reader->layout->type.name, &name_at));
	PF_TRY(pf_reader_peek(reader, name_at, name, sizeof(name)));
	if (memcmp(name, "code", sizeof(name)) != 0)
		return &pf_error_torn;
	*type = found;
	return NULL;
}

/*
 * Digits have 30 bits in every 64-bit build (PyLong_SHIFT); three of them hold any 64-bit value,
 * and 26 bits more.
 */
static struct pf_error *peek_digits(const struct pf_reader *reader, pf_addr at, uint64_t count,
				    bool negative, int64_t *ret)
{
	uint32_t digits[3] = { 0 };
	if (count > 3)
		return &pf_error_torn;
	if (count)
		PF_TRY(pf_reader_peek(reader, at + reader->layout->object.long_digits, digits,
				      count * sizeof(digits[0])));
	uint64_t value = digits[0] | (uint64_t)digits[1] << 30 | (uint64_t)digits[2] << 60;
	if (digits[2] >> 4 || value > (uint64_t)INT64_MAX + negative)
		return &pf_error_torn;
	*ret = (int64_t)(negative ? -value : value);
	return NULL;
}

struct pf_error *pf_object_peek_int(const struct pf_reader *reader, pf_addr at, int64_t *ret)
{
	pf_addr type;
	uint64_t flags, size;
	PF_TRY(pf_object_peek_type(reader, at, &type, &flags));
	PF_TRY(pf_reader_peek_word(reader, at + reader->layout->object.var_size, &size));
	if (flags & PF_TYPE_INT && reader->layout->traits.ints == INT_AND_LONG) {
		*ret = (int64_t)size; /* ob_ival stands where others have their size */
		return NULL;
	}
	if (!(flags & PF_TYPE_LONG))
		return &pf_error_torn;
	/* lv_tag: three low bits, of which two are the sign (0 positive, 1 zero, 2 negative). */
	if (reader->layout->traits.ints == INT_LV_TAG)
		return peek_digits(reader, at, size >> 3, (size & 3) == 2, ret);
	bool negative = (int64_t)size < 0;
	return peek_digits(reader, at, negative ? -size : size, negative, ret);
}
