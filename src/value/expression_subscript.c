/* Subscripts in expressions: an item or a slice. */
#include "value/expression_parser.h"

static bool ends_part(const struct pf_parser *parser)
{
	return parser->token.kind == PF_TOKEN_END || pf_parser_sees(parser, ":") ||
	       pf_parser_sees(parser, "]");
}

/* A part of a slice: None when there is nothing before the next : or ]. */
static struct pf_error *parse_slice_part(struct pf_parser *parser, struct pf_node **ret)
{
	if (ends_part(parser))
		return pf_parser_node(parser, PF_NODE_NONE, ret);
	return pf_parser_expression(parser, ret);
}

/* What follows the first part of a slice: the next token is its colon. */
static struct pf_error *parse_slice(struct pf_parser *parser, struct pf_node **ret)
{
	struct pf_node *part = *ret;
	bool colon = true;
	PF_TRY(pf_parser_node(parser, PF_NODE_SLICE, ret));
	PF_TRY(pf_node_adopt(*ret, part));
	while ((*ret)->count < 3) {
		if (colon)
			PF_TRY(pf_parser_accept(parser, ":", &colon));
		if (colon)
			PF_TRY(parse_slice_part(parser, &part));
		else
			PF_TRY(pf_parser_node(parser, PF_NODE_NONE, &part));
		PF_TRY(pf_node_adopt(*ret, part));
	}
	return NULL;
}

static struct pf_error *parse_index(struct pf_parser *parser, struct pf_node **ret)
{
	if (!pf_parser_sees(parser, ":"))
		PF_TRY(pf_parser_tuple(parser, "]", ret));
	else
		PF_TRY(pf_parser_node(parser, PF_NODE_NONE, ret));
	if (!pf_parser_sees(parser, ":"))
		return NULL;
	if ((*ret)->kind == PF_NODE_TUPLE) /* of numpy's indices there is no slice */
		return pf_parser_unexpected(parser);
	return parse_slice(parser, ret);
}

struct pf_error *pf_parser_item(struct pf_parser *parser, struct pf_node **node)
{
	const char *opened = parser->token.at;
	struct pf_node *object = *node, *index;
	PF_TRY(pf_parser_advance(parser));
	PF_TRY(parse_index(parser, &index));
	PF_TRY(pf_parser_close(parser, opened));
	PF_TRY(pf_parser_node(parser, PF_NODE_ITEM, node));
	PF_TRY(pf_node_adopt(*node, object));
	return pf_node_adopt(*node, index);
}
