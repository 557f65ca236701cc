/* Expressions: the part of Python's that can be answered by reading alone. */
#include "value/expression.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "value/expression_parser.h"

#include <string.h>

static struct pf_error *check_utf8(const struct pf_parser *parser)
{
	uint32_t codepoint;
	const char *at = parser->text, *end = at + strlen(at);
	while (at < end) {
		size_t size = pf_utf8_decode(at, (size_t)(end - at), &codepoint);
		if (!size)
			return pf_parser_error(parser, at, "no valid UTF-8");
		at += size;
	}
	return NULL;
}

static struct pf_error *parse(struct pf_expression *expression)
{
	struct pf_parser parser = { .arena = &expression->arena,
				    .text = expression->text,
				    .at = expression->text };
	struct pf_node *root;
	PF_TRY(check_utf8(&parser));
	PF_TRY(pf_parser_advance(&parser));
	if (parser.token.kind == PF_TOKEN_END)
		return pf_error_create(PF_USAGE, "an expression is expected");
	PF_TRY(pf_parser_tuple(&parser, "", &root));
	if (parser.token.kind != PF_TOKEN_END)
		return pf_parser_unexpected(&parser);
	expression->root = root;
	return NULL;
}

PF_DEFINE_GUARD(guard_expression, struct pf_expression *, pf_expression_destroy);

struct pf_error *pf_expression_parse(const char *text, struct pf_expression **ret)
{
	size_t size = strlen(text);
	if (size > PF_EXPRESSION_SIZE)
		return pf_error_create(PF_USAGE,
				       "the expression has %zu bytes, at most %d are read", size,
				       PF_EXPRESSION_SIZE);
	PF_GUARD(guard_expression)
	struct pf_expression *expression = calloc(1, sizeof(*expression));
	if (!expression)
		return &pf_error_no_memory;
	expression->text = pf_arena_text(&expression->arena, text, size);
	if (!expression->text)
		return &pf_error_no_memory;
	PF_TRY(parse(expression));
	*ret = pf_take(expression);
	return NULL;
}

void pf_expression_destroy(struct pf_expression *expression)
{
	if (!expression)
		return;
	pf_arena_deinit(&expression->arena);
	free(expression);
}
