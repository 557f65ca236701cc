/* Numbers in expressions: ints of any size and base, floats, imaginary ones. */
#include "value/expression_parser.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	LIMB = 1000000000, /* a big int is made of these */
	LIMB_DIGITS = 9,
	LIMBS = PF_EXPRESSION_SIZE * 5 / 4 / LIMB_DIGITS + 2, /* 4 bits: 1.21 decimal digits */
};

struct big {
	uint32_t limbs[LIMBS]; /* least first */
	size_t count;
};

static const struct base {
	char letter; /* behind the 0; 0: none */
	unsigned base;
	const char *name;
} bases[] = {
	{ 'x', 16, "hexadecimal" },
	{ 'o', 8, "octal" },
	{ 'b', 2, "binary" },
	{ 0, 10, "decimal" },
};

static const struct base *base_of(const char *at)
{
	size_t i = 0;
	while (bases[i].letter && !(at[0] == '0' && (at[1] | 32) == bases[i].letter))
		i++;
	return &bases[i];
}

static unsigned digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	unsigned letter = (unsigned)((c | 32) - 'a');
	return letter < 6 ? letter + 10 : 16;
}

/* How many bytes of AT are digits of BASE, with single underscores between them. */
static size_t digits_size(const char *at, unsigned base)
{
	size_t ret = 0;
	while (digit_of(at[ret]) < base || (ret && at[ret] == '_' && digit_of(at[ret + 1]) < base))
		ret++;
	return ret;
}

static void multiply_add(struct big *big, unsigned factor, uint64_t carry)
{
	for (size_t i = 0; i < big->count; i++) {
		carry += (uint64_t)big->limbs[i] * factor;
		big->limbs[i] = (uint32_t)(carry % LIMB);
		carry /= LIMB;
	}
	if (carry && big->count < LIMBS)
		big->limbs[big->count++] = (uint32_t)carry;
}

/* The decimal digits of BIG, and its value if it has 64 bits at most. */
static struct pf_error *take_big(struct pf_parser *parser, const struct big *big)
{
	struct pf_token *token = &parser->token;
	char *text = pf_arena_alloc(parser->arena, big->count * LIMB_DIGITS + 2);
	if (!text)
		return &pf_error_no_memory;
	size_t size = (size_t)sprintf(text, "%u", big->count ? big->limbs[big->count - 1] : 0);
	for (size_t i = big->count; i-- > 1; size += LIMB_DIGITS)
		sprintf(text + size, "%09u", big->limbs[i - 1]);
	token->value = text;
	token->value_size = size;
	token->big = size > 19 || (size == 19 && strcmp(text, "9223372036854775807") > 0);
	token->integer = token->big ? 0 : strtoll(text, NULL, 10);
	return NULL;
}

static struct pf_error *take_int(struct pf_parser *parser, const char *digits, size_t size,
				 unsigned base)
{
	struct big big = { .count = 0 };
	for (size_t i = 0; i < size; i++)
		if (digits[i] != '_')
			multiply_add(&big, base, digit_of(digits[i]));
	parser->token.kind = PF_TOKEN_INT;
	return take_big(parser, &big);
}

/* How many bytes behind the SIZE digits at AT make a float of them; 0: it is an int. */
static size_t float_size(const char *at, size_t size)
{
	size_t ret = 0, sign;
	if (at[size] == '.')
		ret = 1 + digits_size(at + size + 1, 10);
	if ((at[size + ret] | 32) != 'e')
		return ret;
	sign = at[size + ret + 1] == '+' || at[size + ret + 1] == '-';
	size_t exponent = digits_size(at + size + ret + 1 + sign, 10);
	return exponent ? ret + 1 + sign + exponent : ret;
}

static struct pf_error *take_float(struct pf_parser *parser, size_t size)
{
	char *copy = pf_arena_text(parser->arena, parser->token.at, size), *to = copy;
	if (!copy)
		return &pf_error_no_memory;
	for (const char *from = copy; *from; from++)
		if (*from != '_')
			*to++ = *from;
	*to = '\0';
	parser->token.kind = PF_TOKEN_FLOAT;
	parser->token.real = strtod(copy, NULL);
	parser->token.value = copy;
	parser->token.value_size = (size_t)(to - copy);
	return NULL;
}

/* Nothing that belongs to a name may follow; the L of 2.7's long ints may. */
static struct pf_error *end(struct pf_parser *parser, const struct base *base, size_t size)
{
	struct pf_token *token = &parser->token;
	const char *behind = token->at + size;
	if (token->kind == PF_TOKEN_INT && (*behind | 32) == 'l')
		behind++;
	token->size = (size_t)(behind - token->at);
	if (*behind >= '0' && *behind <= '9')
		return pf_parser_error(parser, behind, "invalid digit '%c' in %s literal", *behind,
				       base->name);
	if (pf_parser_name_size(behind, true))
		return pf_parser_error(parser, behind, "invalid %s literal", base->name);
	return NULL;
}

/* 007 is 7 in 2.7 and an error since; 00 is 0, and 07.5 a float. */
static struct pf_error *check_zeros(const struct pf_parser *parser, size_t size)
{
	const char *at = parser->token.at;
	if (*at != '0' || strspn(at, "0_") >= size)
		return NULL;
	return pf_parser_error(parser, at,
			       "leading zeros in a decimal int are not permitted (octal: 0o7)");
}

struct pf_error *pf_parser_number(struct pf_parser *parser)
{
	const char *at = parser->token.at;
	const struct base *base = base_of(at);
	size_t prefix = base->letter ? 2 : 0;
	if (prefix && at[2] == '_')
		prefix++;
	size_t size = digits_size(at + prefix, base->base);
	size_t more = prefix ? 0 : float_size(at, size);
	if (!prefix && (at[size + more] | 32) == 'j') {
		PF_TRY(take_float(parser, size + more));
		parser->token.kind = PF_TOKEN_COMPLEX;
		return end(parser, base, size + more + 1);
	}
	if (more) {
		PF_TRY(take_float(parser, size + more));
		return end(parser, base, size + more);
	}
	if (!size && !pf_parser_name_size(at + prefix, true))
		return pf_parser_error(parser, at + prefix, "invalid %s literal", base->name);
	if (!prefix)
		PF_TRY(check_zeros(parser, size));
	PF_TRY(take_int(parser, at + prefix, size, base->base));
	return end(parser, base, prefix + size);
}
