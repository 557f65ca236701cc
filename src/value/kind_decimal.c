/* decimal.Decimal: the C structure, and the class that 2.7 has instead, written in Python. */
#include "base/cleanup.h"
#include "python/object.h"
#include "python/string.h"
#include "value/attribute.h"
#include "value/fields.h"
#include "value/kinds.h"

#include <inttypes.h>
#include <string.h>

/* Words of 19 digits; more of them are not read, but their number is told. */
enum { WORD_DIGITS = 19, MOST_WORDS = 1 << 12 };

/* mpd_t.flags: mpdecimal.h */
enum { NEGATIVE = 1, INFINITE = 2, QUIET_NAN = 4, SIGNALING_NAN = 8 };

static void append_zeros(struct pf_text *text, int64_t count)
{
	for (; count > 0; count--)
		pf_text_append_str(text, "0");
}

/* Number and exponent as "1.5", or as "1.5E+10" when it would need zeros to stand alone. */
static void append_number(struct pf_text *text, const char *digits, int64_t exponent)
{
	int64_t count = (int64_t)strlen(digits), left = exponent + count;
	if (exponent <= 0 && left > -6) {
		pf_text_append_str(text, left > 0 ? "" : "0.");
		append_zeros(text, -left);
		pf_text_append(text, digits, (size_t)(left > 0 ? left : 0));
		pf_text_append_str(text, left > 0 && left < count ? "." : "");
		pf_text_append_str(text, digits + (left > 0 ? left : 0));
		return;
	}
	pf_text_append(text, digits, 1);
	pf_text_append_str(text, count > 1 ? "." : "");
	pf_text_append_str(text, digits + 1);
	if (left != 1)
		pf_text_printf(text, "E%+" PRId64, left - 1);
}

static void append_decimal(struct pf_text *text, bool negative, const char *special,
			   const char *digits, int64_t exponent)
{
	pf_text_printf(text, "Decimal('%s", negative ? "-" : "");
	if (special)
		pf_text_printf(text, "%s%s", special, digits);
	else
		append_number(text, digits, exponent);
	pf_text_append_str(text, "')");
}

/* --- the C structure */

/* COUNT words, the least first; the most significant one without zeros in front. */
static struct pf_error *read_digits(struct pf_view *view, pf_addr at, uint64_t count,
				    struct pf_text *digits)
{
	for (uint64_t i = count; i-- > 0;) {
		uint64_t word;
		PF_TRY(pf_reader_peek_word(view->reader, at + i * sizeof(word), &word));
		pf_text_printf(digits, "%0*" PRIu64, i + 1 < count ? WORD_DIGITS : 1, word);
	}
	return pf_text_check(digits);
}

static const char *special_of(unsigned flags)
{
	return flags & INFINITE	       ? "Infinity"
	       : flags & QUIET_NAN     ? "NaN"
	       : flags & SIGNALING_NAN ? "sNaN"
				       : NULL;
}

static struct pf_error *write_decimal(struct pf_view *view, const struct pf_object *object,
				      const struct pf_limits *limits, struct pf_text *text)
{
	const struct pf_layout_decimal *layout = &view->reader->layout->library.decimal;
	PF_GUARD(pf_text_deinit) struct pf_text digits = { 0 };
	uint64_t exponent, count, data;
	unsigned char flags;
	(void)limits;
	PF_TRY(pf_reader_peek(view->reader, object->at + (pf_addr)layout->flags, &flags, 1));
	PF_TRY(pf_field_word(view, object, layout->exponent, &exponent));
	PF_TRY(pf_field_word(view, object, layout->length, &count));
	PF_TRY(pf_field_word(view, object, layout->data, &data));
	if (count > MOST_WORDS)
		return pf_error_create(PF_CORRUPT, "a Decimal of %" PRIu64 " words", count);
	if (!count && !special_of(flags))
		return pf_error_create(PF_CORRUPT, "a Decimal without digits");
	if (!(flags & INFINITE))
		PF_TRY(read_digits(view, data, count, &digits));
	append_decimal(text, flags & NEGATIVE, special_of(flags), pf_text_str(&digits),
		       (int64_t)exponent);
	return NULL;
}

/* --- 2.7: `_sign`, `_int` and `_exp`, which is a letter for what is no number */

static struct pf_error *find(struct pf_view *view, const struct pf_object *object, const char *name,
			     pf_addr *ret)
{
	struct pf_attribute found;
	PF_TRY(pf_attribute_find(view, object, name, &found));
	*ret = found.at;
	return found.kind == PF_ATTRIBUTE_VALUE
		       ? NULL
		       : pf_error_create(PF_CORRUPT, "a Decimal without %s", name);
}

static const char *special_by_letter(const char *letter)
{
	return *letter == 'F' ? "Infinity" : *letter == 'n' ? "NaN" : "sNaN";
}

static struct pf_error *write_pydecimal(struct pf_view *view, const struct pf_object *object,
					const struct pf_limits *limits, struct pf_text *text)
{
	PF_GUARD(pf_text_deinit) struct pf_text digits = { 0 }, letter = { 0 };
	pf_addr sign, number, power;
	int64_t negative, exponent = 0;
	(void)limits;
	PF_TRY(find(view, object, "_sign", &sign));
	PF_TRY(find(view, object, "_int", &number));
	PF_TRY(find(view, object, "_exp", &power));
	PF_TRY(pf_object_peek_int(view->reader, sign, &negative));
	PF_TRY(pf_string_peek(view->reader, number, &digits));
	struct pf_error *err = pf_object_peek_int(view->reader, power, &exponent);
	if (err && pf_error_code(err) == PF_TORN)
		err = pf_string_peek(view->reader, power, &letter);
	PF_TRY(err);
	if (!digits.size && !letter.size)
		return pf_error_create(PF_CORRUPT, "a Decimal without digits");
	const char *special = letter.size ? special_by_letter(pf_text_str(&letter)) : NULL;
	bool infinite = special && *special == 'I'; /* whose digits are "0" */
	append_decimal(text, negative != 0, special, infinite ? "" : pf_text_str(&digits),
		       exponent);
	return NULL;
}

/* They have the same name; the structure is longer than a few slots. */
static bool is_native(const struct pf_view *view, const struct pf_object *object)
{
	int32_t data = view->reader->layout->library.decimal.data;
	return data != PF_ABSENT && object->class->basicsize > data;
}

static struct pf_error *write_either(struct pf_view *view, const struct pf_object *object,
				     const struct pf_limits *limits, struct pf_text *text)
{
	return is_native(view, object) ? write_decimal(view, object, limits, text)
				       : write_pydecimal(view, object, limits, text);
}

const struct pf_kind pf_kind_decimal = { .name = "decimal.Decimal", .write = write_either };
