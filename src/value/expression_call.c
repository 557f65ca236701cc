/* Calls in expressions: of a few functions that only read, and that are ours. */
#include "value/expression_parser.h"

/* The type that isinstance() asks for: a name, with its module's before it if need be. */
static bool is_type_name(const struct pf_node *node)
{
	while (node->kind == PF_NODE_ATTRIBUTE)
		node = node->first;
	return node->kind == PF_NODE_NAME;
}

static bool is_type_names(const struct pf_node *node)
{
	if (node->kind != PF_NODE_TUPLE)
		return is_type_name(node);
	for (node = node->first; node; node = node->next)
		if (!is_type_name(node))
			return false;
	return true;
}

static struct pf_error *parse_arguments(struct pf_parser *parser, struct pf_node *call)
{
	const char *opened = parser->token.at;
	struct pf_node *argument;
	bool comma = true;
	PF_TRY(pf_parser_advance(parser));
	while (comma && parser->token.kind != PF_TOKEN_END && !pf_parser_sees(parser, ")")) {
		PF_TRY(pf_parser_expression(parser, &argument));
		PF_TRY(pf_node_adopt(call, argument));
		PF_TRY(pf_parser_accept(parser, ",", &comma));
	}
	return pf_parser_close(parser, opened);
}

static struct pf_error *check_arguments(const struct pf_node *call)
{
	bool isinstance = call->function == PF_BUILTIN_ISINSTANCE;
	if (isinstance && call->count != 2)
		return pf_error_create(PF_USAGE, "isinstance expected 2 arguments, got %u",
				       call->count);
	if (!isinstance && call->count != 1)
		return pf_error_create(PF_USAGE, "%s() takes exactly one argument here (%u given)",
				       pf_builtin_name(call->function), call->count);
	if (isinstance && !is_type_names(call->last))
		return pf_error_create(
			PF_USAGE,
			"isinstance() arg 2 must be the name of a type or a tuple of names");
	return NULL;
}

struct pf_error *pf_parser_call(struct pf_parser *parser, struct pf_node **node)
{
	enum pf_builtin function;
	if ((*node)->kind != PF_NODE_NAME || !pf_builtin_find((*node)->text, &function))
		return pf_parser_unexpected(parser);
	PF_TRY(pf_parser_node(parser, PF_NODE_CALL, node));
	(*node)->function = function;
	PF_TRY(parse_arguments(parser, *node));
	return check_arguments(*node);
}
