/* Strings in expressions: text and bytes with their prefixes and escapes. */
#include "value/expression_parser.h"
#include "value/wtf8.h"

#include <stdlib.h>
#include <string.h>

/* A literal that is being read. What it becomes is never longer than what it is written as. */
struct literal {
	struct pf_parser *parser;
	const char *at; /* what is read next */
	char *to;	/* where it goes */
	bool bytes, raw;
};

int pf_parser_string_prefix(const char *at)
{
	int size = 0;
	while (size < 2 && at[size] && strchr("rRbBuUfFtT", at[size]))
		size++;
	if (at[size] != '\'' && at[size] != '"')
		return -1;
	return size;
}

static bool has_letter(const char *prefix, int size, char letter)
{
	return (size > 0 && (prefix[0] | 32) == letter) || (size > 1 && (prefix[1] | 32) == letter);
}

static struct pf_error *check_prefix(const struct pf_parser *parser, int size)
{
	const char *at = parser->token.at;
	if (has_letter(at, size, 'f') || has_letter(at, size, 't'))
		return pf_error_create(PF_USAGE,
				       "%c-strings are not possible: nothing of the target "
				       "is ever executed",
				       has_letter(at, size, 'f') ? 'f' : 't');
	if (size < 2 ||
	    (has_letter(at, 2, 'r') && !has_letter(at, 2, 'u') && (at[0] | 32) != (at[1] | 32)))
		return NULL;
	return pf_parser_error(parser, at, "unexpected '%.2s'", at);
}

/* A byte, or what expression_node.h promises of text. */
static void put(struct literal *literal, uint32_t codepoint)
{
	if (literal->bytes)
		*literal->to++ = (char)codepoint;
	else
		literal->to += pf_wtf8_encode(literal->to, codepoint);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* \xhh, \uhhhh, \Uhhhhhhhh: literal->at is the letter. */
static struct pf_error *put_hex(struct literal *literal, size_t digits)
{
	const char *at = literal->at;
	uint32_t value = 0;
	for (size_t i = 1; i <= digits; i++) {
		int digit = hex_digit(at[i]);
		if (digit < 0)
			return pf_parser_error(literal->parser, at - 1, "truncated \\%c%.*s escape",
					       *at, (int)digits, "XXXXXXXX");
		value = value << 4 | (uint32_t)digit;
	}
	if (value > 0x10ffff)
		return pf_parser_error(literal->parser, at - 1, "illegal Unicode character");
	literal->at += 1 + digits;
	put(literal, value);
	return NULL;
}

static void put_octal(struct literal *literal)
{
	uint32_t value = 0;
	for (int i = 0; i < 3 && *literal->at >= '0' && *literal->at <= '7'; i++)
		value = value << 3 | (uint32_t)(*literal->at++ - '0');
	put(literal, literal->bytes ? value & 0xff : value);
}

/* literal->at is behind the backslash. */
static struct pf_error *put_escape(struct literal *literal)
{
	static const char letters[] = "\\'\"abfnrtv", values[] = "\\'\"\a\b\f\n\r\t\v";
	char letter = *literal->at;
	const char *simple = letter ? strchr(letters, letter) : NULL;
	if (letter >= '0' && letter <= '7') {
		put_octal(literal);
		return NULL;
	}
	if (letter == 'x')
		return put_hex(literal, 2);
	if ((letter == 'u' || letter == 'U') && !literal->bytes)
		return put_hex(literal, letter == 'u' ? 4 : 8);
	if (letter == 'N' && !literal->bytes)
		return pf_parser_error(literal->parser, literal->at - 1,
				       "names of characters are not known: write \\uXXXX");
	if (letter == '\n' || simple)
		literal->at++;
	if (letter != '\n')
		put(literal, (uint8_t)(simple ? values[simple - letters] : '\\'));
	return NULL;
}

static struct pf_error *put_character(struct literal *literal)
{
	char c = *literal->at;
	if (literal->bytes && (c & 0x80))
		return pf_parser_error(literal->parser, literal->at,
				       "bytes can only contain ASCII literal characters");
	*literal->to++ = c;
	literal->at++;
	if (c != '\\')
		return NULL;
	if (literal->raw) { /* the backslash stays, and so does a quote behind it */
		if (*literal->at && !(*literal->at & 0x80))
			*literal->to++ = *literal->at++;
		return NULL;
	}
	literal->to--;
	return put_escape(literal);
}

static struct pf_error *read_literal(struct literal *literal, const char *quote, size_t quotes)
{
	while (strncmp(literal->at, quote, quotes)) {
		if (!*literal->at)
			return pf_parser_error(literal->parser, literal->parser->token.at,
					       "unterminated string literal");
		PF_TRY(put_character(literal));
	}
	literal->at += quotes;
	*literal->to = '\0';
	return NULL;
}

struct pf_error *pf_parser_string(struct pf_parser *parser)
{
	struct pf_token *token = &parser->token;
	int prefix = pf_parser_string_prefix(token->at);
	const char *quote = token->at + prefix;
	size_t quotes = quote[1] == *quote && quote[2] == *quote ? 3 : 1;
	PF_TRY(check_prefix(parser, prefix));
	char *value = pf_arena_alloc(parser->arena, strlen(quote) + 1);
	if (!value)
		return &pf_error_no_memory;
	struct literal literal = { parser, quote + quotes, value,
				   has_letter(token->at, prefix, 'b'),
				   has_letter(token->at, prefix, 'r') };
	PF_TRY(read_literal(&literal, quote, quotes));
	token->kind = literal.bytes ? PF_TOKEN_BYTES : PF_TOKEN_STR;
	token->size = (size_t)(literal.at - token->at);
	token->value = value;
	token->value_size = (size_t)(literal.to - value);
	return NULL;
}
