/* Tokens: cutting the text of an expression into names, literals and operators. */
#include "base/text.h"
#include "value/expression_parser.h"

#include <string.h>

/* Those that Python has reserved, and that are no literals: none of them is a name. */
static const char *const keywords[] = {
	"and",	   "as",    "assert", "async",	"await", "break", "class",  "continue", "def",
	"del",	   "elif",  "else",   "except", "for",	 "from",  "global", "if",	"import",
	"in",	   "is",    "lambda", "not",	"or",	 "pass",  "raise",  "return",	"try",
	"finally", "while", "with",   "yield",	"None",	 "True",  "False",  "nonlocal",
};

/* Longer ones first. */
static const char *const operators[] = {
	"**=", "//=", "<<=", ">>=", "**", "//", "<<", ">>", "<=", ">=", "==", "!=",
	"+=",  "-=",  "*=",  "/=",  "%=", "&=", "|=", "^=", "@=", ":=", "+",  "-",
	"*",   "/",   "%",   "@",   "&",  "|",	"^",  "~",  "<",  ">",	"(",  ")",
	"[",   "]",   "{",   "}",   ",",  ":",	".",  ";",  "=",
};

/* Ranges from U+0080 on that have no letters in them, but symbols, marks and spaces. */
static const struct {
	uint32_t first, last;
} no_letters[] = {
	{ 0x80, 0xa9 },	    { 0xab, 0xb4 },	{ 0xb6, 0xb6 },	    { 0xb8, 0xb9 },
	{ 0xbb, 0xbf },	    { 0xd7, 0xd7 },	{ 0xf7, 0xf7 },	    { 0x2000, 0x203e },
	{ 0x2041, 0x2053 }, { 0x2055, 0x206f }, { 0x2190, 0x2bff }, { 0x2e00, 0x2e7f },
	{ 0x3000, 0x3004 }, { 0x3008, 0x3020 }, { 0xd800, 0xf8ff }, { 0xff00, 0xff0f },
	{ 0xff1a, 0xff20 }, { 0xff5b, 0xff65 }, { 0xfff0, 0xffff }, { 0xe0000, 0xe00ff },
};

static bool is_letter(uint32_t codepoint)
{
	if (codepoint < 0x80)
		return (codepoint | 32) - 'a' < 26 || codepoint == '_';
	for (size_t i = 0; i < sizeof(no_letters) / sizeof(no_letters[0]); i++)
		if (codepoint >= no_letters[i].first && codepoint <= no_letters[i].last)
			return false;
	return true;
}

/* Four bytes may be looked at, as the NUL behind the text ends any character. */
size_t pf_parser_name_size(const char *at, bool digits)
{
	const char *to = at;
	uint32_t codepoint;
	for (size_t size; (size = pf_utf8_decode(to, 4, &codepoint)); to += size) {
		bool digit = codepoint - '0' < 10 && (digits || to > at);
		if (!digit && !is_letter(codepoint))
			break;
	}
	return (size_t)(to - at);
}

static size_t operator_size(const char *at)
{
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
		if (!strncmp(at, operators[i], strlen(operators[i])))
			return strlen(operators[i]);
	return 0;
}

static bool is_keyword(const char *at, size_t size)
{
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (strlen(keywords[i]) == size && !memcmp(keywords[i], at, size))
			return true;
	return false;
}

/* $, $$, $1, $$2, $name: the value is what is behind the first $. */
static void read_variable(struct pf_token *token)
{
	size_t dollars = token->at[1] == '$' ? 2 : 1;
	token->kind = PF_TOKEN_VARIABLE;
	token->size = dollars + pf_parser_name_size(token->at + dollars, true);
	token->value = token->at + 1;
	token->value_size = token->size - 1;
}

static struct pf_error *unreadable(const struct pf_parser *parser)
{
	const char *at = parser->token.at;
	uint32_t codepoint = 0;
	pf_utf8_decode(at, strlen(at), &codepoint); /* valid: pf_expression_parse() has looked */
	if (codepoint < 0x80 && codepoint > 0x20 && codepoint != 0x7f)
		return pf_parser_error(parser, at, "unexpected '%c'", (char)codepoint);
	return pf_parser_error(parser, at, "unexpected character U+%04X", codepoint);
}

static struct pf_error *read_word(struct pf_parser *parser)
{
	struct pf_token *token = &parser->token;
	token->size = pf_parser_name_size(token->at, false);
	token->kind = PF_TOKEN_NAME;
	if (!token->size || is_keyword(token->at, token->size))
		token->kind = PF_TOKEN_WORD;
	if (!token->size)
		token->size = operator_size(token->at);
	token->value = token->at;
	token->value_size = token->size;
	return token->size ? NULL : unreadable(parser);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static struct pf_error *read_token(struct pf_parser *parser)
{
	struct pf_token *token = &parser->token;
	const char *at = token->at;
	if (!*at)
		return NULL;
	if (is_digit(*at) || (*at == '.' && is_digit(at[1])))
		return pf_parser_number(parser);
	if (pf_parser_string_prefix(at) >= 0)
		return pf_parser_string(parser);
	if (*at != '$')
		return read_word(parser);
	read_variable(token);
	return NULL;
}

struct pf_error *pf_parser_advance(struct pf_parser *parser)
{
	const char *at = parser->at + strspn(parser->at, " \t\r\n\f");
	parser->token = (struct pf_token){ .kind = PF_TOKEN_END, .at = at };
	PF_TRY(read_token(parser));
	parser->at = at + parser->token.size;
	return NULL;
}
