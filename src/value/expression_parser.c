/* What the files that parse expressions share: tokens, and how nodes are made of them. */
#include "value/expression_parser.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* Longer text is not repeated in an error, nor is a longer name. */
enum { TEXT_SHOWN = 200, NAME_SHOWN = 40 };

/* The column of AT, from 1: characters, not bytes. */
static size_t column(const struct pf_parser *parser, const char *at)
{
	size_t ret = 1;
	for (const char *to = parser->text; to < at; ret++) {
		uint32_t codepoint;
		size_t size = pf_utf8_decode(to, strlen(to), &codepoint);
		to += size ? size : 1;
	}
	return ret;
}

static struct pf_error *located(const struct pf_parser *parser, const char *at, const char *message)
{
	struct pf_text text = { 0 };
	pf_text_printf(&text, " at column %zu", column(parser, at));
	if (strlen(parser->text) <= TEXT_SHOWN) {
		pf_text_append_str(&text, " of \"");
		pf_text_append_printable(&text, parser->text);
		pf_text_append_str(&text, "\"");
	}
	struct pf_error *ret = pf_text_check(&text);
	if (!ret)
		ret = pf_error_create(PF_USAGE, "%s%s", message, pf_text_str(&text));
	pf_text_deinit(&text);
	return ret;
}

struct pf_error *pf_parser_error(const struct pf_parser *parser, const char *at, const char *fmt,
				 ...)
{
	char message[160];
	va_list args;
	va_start(args, fmt);
	vsnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	return located(parser, at, message);
}

/* What would take to run code of the target, or to change it. */
static const struct {
	const char *word, *what, *done;
} refused[] = {
	{ "lambda", "lambda is", "executed" },	 { "for", "comprehensions are", "executed" },
	{ "await", "await is", "executed" },	 { "async", "comprehensions are", "executed" },
	{ "yield", "yield is", "executed" },	 { "del", "del is", "changed" },
	{ "import", "import is", "executed" },	 { "=", "assignments are", "changed" },
	{ ":=", "assignments are", "changed" },	 { "+=", "assignments are", "changed" },
	{ "-=", "assignments are", "changed" },	 { "*=", "assignments are", "changed" },
	{ "/=", "assignments are", "changed" },	 { "//=", "assignments are", "changed" },
	{ "%=", "assignments are", "changed" },	 { "&=", "assignments are", "changed" },
	{ "|=", "assignments are", "changed" },	 { "^=", "assignments are", "changed" },
	{ "@=", "assignments are", "changed" },	 { "**=", "assignments are", "changed" },
	{ "<<=", "assignments are", "changed" }, { ">>=", "assignments are", "changed" },
};

static struct pf_error *refuse(const char *what, const char *done)
{
	return pf_error_create(PF_USAGE, "%s not possible: nothing of the target is ever %s", what,
			       done);
}

static struct pf_error *refuse_call(void)
{
	return pf_error_take_advice(refuse("calls are", "executed"),
				    "These can be called, as they only read: abs, bool, float, "
				    "hex, id, int, isinstance, len, repr, str, type.");
}

struct pf_error *pf_parser_unexpected(const struct pf_parser *parser)
{
	const struct pf_token *token = &parser->token;
	int size = (int)token->size;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (pf_parser_sees(parser, refused[i].word))
			return refuse(refused[i].what, refused[i].done);
	if (pf_parser_sees(parser, "("))
		return refuse_call();
	if (token->kind == PF_TOKEN_END)
		return pf_parser_error(parser, token->at, "unexpected end");
	if (token->kind == PF_TOKEN_STR || token->kind == PF_TOKEN_BYTES)
		return pf_parser_error(parser, token->at, "unexpected text");
	if (size > NAME_SHOWN)
		return pf_parser_error(parser, token->at, "unexpected word");
	return pf_parser_error(parser, token->at, "unexpected '%.*s'", size, token->at);
}

bool pf_parser_sees(const struct pf_parser *parser, const char *word)
{
	const struct pf_token *token = &parser->token;
	return token->kind == PF_TOKEN_WORD && strlen(word) == token->size &&
	       !memcmp(word, token->at, token->size);
}

struct pf_error *pf_parser_accept(struct pf_parser *parser, const char *word, bool *ret)
{
	*ret = pf_parser_sees(parser, word);
	return *ret ? pf_parser_advance(parser) : NULL;
}

struct pf_error *pf_parser_close(struct pf_parser *parser, const char *opened)
{
	bool closed;
	PF_TRY(pf_parser_accept(parser, *opened == '(' ? ")" : "]", &closed));
	if (closed)
		return NULL;
	if (parser->token.kind == PF_TOKEN_END)
		return pf_parser_error(parser, opened, "'%c' was never closed", *opened);
	return pf_parser_unexpected(parser);
}

struct pf_error *pf_parser_node(struct pf_parser *parser, enum pf_node_kind kind,
				struct pf_node **ret)
{
	if (parser->nodes++ >= PF_EXPRESSION_NODES)
		return pf_error_create(PF_USAGE, "the expression has more than %d parts",
				       PF_EXPRESSION_NODES);
	struct pf_node *node = pf_arena_alloc(parser->arena, sizeof(*node));
	if (!node)
		return &pf_error_no_memory;
	*node = (struct pf_node){ .kind = kind, .depth = 1 };
	*ret = node;
	return NULL;
}

struct pf_error *pf_parser_enter(struct pf_parser *parser)
{
	return ++parser->depth > PF_EXPRESSION_DEPTH ? pf_node_too_deep() : NULL;
}
