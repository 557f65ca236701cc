/* Fraction, UUID: classes of the standard library that are written in Python, with few attributes. */
#include "base/cleanup.h"
#include "value/attribute.h"
#include "value/integer.h"
#include "value/kinds.h"

#include <inttypes.h>

/* An attribute that each of its kind has. */
static struct pf_error *attribute(struct pf_view *view, const struct pf_object *object,
				  const char *name, pf_addr *ret)
{
	struct pf_attribute found;
	PF_TRY(pf_attribute_find(view, object, name, &found));
	*ret = found.at;
	return found.kind == PF_ATTRIBUTE_VALUE
		       ? NULL
		       : pf_error_create(PF_CORRUPT, "a %s without %s", object->class->name, name);
}

static struct pf_error *write_fraction(struct pf_view *view, const struct pf_object *object,
				       const struct pf_limits *limits, struct pf_text *text)
{
	pf_addr numerator, denominator;
	(void)limits;
	PF_TRY(attribute(view, object, "_numerator", &numerator));
	PF_TRY(attribute(view, object, "_denominator", &denominator));
	bool python2 = view->reader->layout->traits.text == TEXT_BYTES;
	pf_text_printf(text, "%s(", python2 ? "Fraction" : object->class->name);
	PF_TRY(pf_integer_write(view->reader, numerator, text));
	pf_text_append_str(text, ", ");
	PF_TRY(pf_integer_write(view->reader, denominator, text));
	pf_text_append_str(text, ")");
	return NULL;
}

const struct pf_kind pf_kind_fraction = { .name = "fractions.Fraction", .write = write_fraction };

/* 128 bits of which the decimal digits are known; false when they are more. */
static bool parse_128(const char *digits, unsigned __int128 *ret)
{
	const unsigned __int128 most = ~(unsigned __int128)0;
	for (*ret = 0; *digits; digits++) {
		unsigned digit = (unsigned)(*digits - '0');
		if (digit > 9 || *ret > (most - digit) / 10)
			return false;
		*ret = *ret * 10 + digit;
	}
	return true;
}

static struct pf_error *write_uuid(struct pf_view *view, const struct pf_object *object,
				   const struct pf_limits *limits, struct pf_text *text)
{
	PF_GUARD(pf_text_deinit) struct pf_text digits = { 0 };
	unsigned __int128 value;
	pf_addr number;
	(void)limits;
	PF_TRY(attribute(view, object, "int", &number));
	PF_TRY(pf_integer_write(view->reader, number, &digits));
	if (!parse_128(pf_text_str(&digits), &value))
		return pf_error_create(PF_CORRUPT, "a UUID of more than 128 bits");
	uint64_t high = (uint64_t)(value >> 64), low = (uint64_t)value;
	pf_text_printf(text,
		       "%s('%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%012" PRIx64
		       "')",
		       object->class->name, high >> 32, high >> 16 & 0xffff, high & 0xffff,
		       low >> 48, low & 0xffffffffffff);
	return NULL;
}

const struct pf_kind pf_kind_uuid = { .name = "uuid.UUID", .write = write_uuid };
