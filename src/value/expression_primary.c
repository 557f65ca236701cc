/* Names, literals and parentheses, with the attributes, items and slices behind them. */
#include "value/expression_parser.h"

#include <string.h>

static struct pf_error *parse_constant(struct pf_parser *parser, struct pf_node **ret)
{
	enum pf_node_kind kind = PF_NODE_BOOL;
	bool value = pf_parser_sees(parser, "True");
	if (pf_parser_sees(parser, "None"))
		kind = PF_NODE_NONE;
	else if (!value && !pf_parser_sees(parser, "False"))
		return pf_parser_unexpected(parser);
	PF_TRY(pf_parser_node(parser, kind, ret));
	(*ret)->integer = value;
	return pf_parser_advance(parser);
}

/* A node of KIND that is what the next token says. */
static struct pf_error *parse_token(struct pf_parser *parser, enum pf_node_kind kind,
				    struct pf_node **ret)
{
	const struct pf_token *token = &parser->token;
	const char *text = pf_arena_text(parser->arena, token->value, token->value_size);
	if (!text)
		return &pf_error_no_memory;
	PF_TRY(pf_parser_node(parser, kind, ret));
	(*ret)->text = text;
	(*ret)->size = token->value_size;
	(*ret)->integer = token->integer;
	(*ret)->big = token->big;
	(*ret)->real = token->real;
	return pf_parser_advance(parser);
}

/* Strings that stand side by side are one. */
static struct pf_error *append_string(struct pf_parser *parser, struct pf_node *node)
{
	const struct pf_token *token = &parser->token;
	if ((node->kind == PF_NODE_BYTES) != (token->kind == PF_TOKEN_BYTES))
		return pf_parser_error(parser, token->at, "cannot mix bytes and nonbytes literals");
	char *text = pf_arena_alloc(parser->arena, node->size + token->value_size + 1);
	if (!text)
		return &pf_error_no_memory;
	memcpy(text, node->text, node->size);
	memcpy(text + node->size, token->value, token->value_size + 1);
	node->text = text;
	node->size += token->value_size;
	return pf_parser_advance(parser);
}

static struct pf_error *parse_string(struct pf_parser *parser, struct pf_node **ret)
{
	bool bytes = parser->token.kind == PF_TOKEN_BYTES;
	PF_TRY(parse_token(parser, bytes ? PF_NODE_BYTES : PF_NODE_STR, ret));
	while (parser->token.kind == PF_TOKEN_STR || parser->token.kind == PF_TOKEN_BYTES)
		PF_TRY(append_string(parser, *ret));
	return NULL;
}

/* Appends the expressions before CLOSER to NODE; the last comma may have none behind it. */
static struct pf_error *parse_items(struct pf_parser *parser, const char *closer,
				    struct pf_node *node)
{
	struct pf_node *item;
	bool comma = true;
	while (comma && parser->token.kind != PF_TOKEN_END && !pf_parser_sees(parser, closer)) {
		PF_TRY(pf_parser_expression(parser, &item));
		PF_TRY(pf_node_adopt(node, item));
		PF_TRY(pf_parser_accept(parser, ",", &comma));
	}
	return NULL;
}

struct pf_error *pf_parser_tuple(struct pf_parser *parser, const char *closer, struct pf_node **ret)
{
	struct pf_node *first;
	bool comma;
	PF_TRY(pf_parser_expression(parser, &first));
	*ret = first;
	PF_TRY(pf_parser_accept(parser, ",", &comma));
	if (!comma)
		return NULL;
	PF_TRY(pf_parser_node(parser, PF_NODE_TUPLE, ret));
	PF_TRY(pf_node_adopt(*ret, first));
	return parse_items(parser, closer, *ret);
}

static struct pf_error *parse_parentheses(struct pf_parser *parser, struct pf_node **ret)
{
	const char *opened = parser->token.at;
	PF_TRY(pf_parser_advance(parser));
	if (pf_parser_sees(parser, ")"))
		PF_TRY(pf_parser_node(parser, PF_NODE_TUPLE, ret));
	else
		PF_TRY(pf_parser_tuple(parser, ")", ret));
	return pf_parser_close(parser, opened);
}

static struct pf_error *parse_list(struct pf_parser *parser, struct pf_node **ret)
{
	const char *opened = parser->token.at;
	PF_TRY(pf_parser_advance(parser));
	PF_TRY(pf_parser_node(parser, PF_NODE_LIST, ret));
	PF_TRY(parse_items(parser, "]", *ret));
	return pf_parser_close(parser, opened);
}

static struct pf_error *parse_atom(struct pf_parser *parser, struct pf_node **ret)
{
	switch (parser->token.kind) {
	case PF_TOKEN_NAME:
		return parse_token(parser, PF_NODE_NAME, ret);
	case PF_TOKEN_VARIABLE:
		return parse_token(parser, PF_NODE_VARIABLE, ret);
	case PF_TOKEN_INT:
		return parse_token(parser, PF_NODE_INT, ret);
	case PF_TOKEN_FLOAT:
		return parse_token(parser, PF_NODE_FLOAT, ret);
	case PF_TOKEN_COMPLEX:
		return parse_token(parser, PF_NODE_COMPLEX, ret);
	case PF_TOKEN_STR:
	case PF_TOKEN_BYTES:
		return parse_string(parser, ret);
	case PF_TOKEN_WORD:
		if (pf_parser_sees(parser, "("))
			return parse_parentheses(parser, ret);
		if (pf_parser_sees(parser, "["))
			return parse_list(parser, ret);
		return parse_constant(parser, ret);
	case PF_TOKEN_END:
		break;
	}
	return pf_parser_unexpected(parser);
}

static struct pf_error *parse_attribute(struct pf_parser *parser, struct pf_node **node)
{
	struct pf_node *object = *node;
	PF_TRY(pf_parser_advance(parser));
	if (parser->token.kind != PF_TOKEN_NAME)
		return pf_parser_unexpected(parser);
	PF_TRY(parse_token(parser, PF_NODE_ATTRIBUTE, node));
	return pf_node_adopt(*node, object);
}

struct pf_error *pf_parser_primary(struct pf_parser *parser, struct pf_node **ret)
{
	PF_TRY(parse_atom(parser, ret));
	for (;;) {
		if (pf_parser_sees(parser, "."))
			PF_TRY(parse_attribute(parser, ret));
		else if (pf_parser_sees(parser, "["))
			PF_TRY(pf_parser_item(parser, ret));
		else if (pf_parser_sees(parser, "("))
			PF_TRY(pf_parser_call(parser, ret));
		else
			return NULL;
	}
}
