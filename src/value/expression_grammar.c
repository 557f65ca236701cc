/* The grammar of expressions: operators by their precedence, as Python's reference has it. */
#include "value/expression_parser.h"

struct level {
	const char *word;
	enum pf_operation operation;
};

/* A node of KIND with the children FIRST and, unless it is NULL, SECOND. */
static struct pf_error *join(struct pf_parser *parser, enum pf_node_kind kind,
			     struct pf_node *first, struct pf_node *second, struct pf_node **ret)
{
	PF_TRY(pf_parser_node(parser, kind, ret));
	PF_TRY(pf_node_adopt(*ret, first));
	return second ? pf_node_adopt(*ret, second) : NULL;
}

/* Which of LEVEL, that ends in an empty row, the next token is; it is taken then. */
static struct pf_error *accept_one(struct pf_parser *parser, const struct level *level,
				   enum pf_operation *ret)
{
	while (level->word && !pf_parser_sees(parser, level->word))
		level++;
	*ret = level->operation;
	return level->word ? pf_parser_advance(parser) : NULL;
}

/* Operators that stand between two operands of the NEXT level, from left to right. */
static struct pf_error *parse_binary(struct pf_parser *parser, const struct level *level,
				     struct pf_error *(*next)(struct pf_parser *,
							      struct pf_node **),
				     struct pf_node **ret)
{
	enum pf_operation operation;
	struct pf_node *second;
	PF_TRY(next(parser, ret));
	for (;;) {
		PF_TRY(accept_one(parser, level, &operation));
		if (operation == PF_OPERATION_NONE)
			return NULL;
		PF_TRY(next(parser, &second));
		PF_TRY(join(parser, PF_NODE_BINARY, *ret, second, ret));
		(*ret)->operation = operation;
	}
}

static struct pf_error *parse_unary(struct pf_parser *parser, struct pf_node **ret);

/* "**" binds less tightly than a sign on its right: 2**-1, but -2**2 is -(2**2). */
static struct pf_error *parse_power(struct pf_parser *parser, struct pf_node **ret)
{
	struct pf_node *exponent;
	bool more;
	PF_TRY(pf_parser_primary(parser, ret));
	PF_TRY(pf_parser_accept(parser, "**", &more));
	if (!more)
		return NULL;
	PF_TRY(pf_parser_enter(parser));
	PF_TRY(parse_unary(parser, &exponent));
	parser->depth--;
	PF_TRY(join(parser, PF_NODE_BINARY, *ret, exponent, ret));
	(*ret)->operation = PF_OPERATION_POWER;
	return NULL;
}

static struct pf_error *parse_unary(struct pf_parser *parser, struct pf_node **ret)
{
	static const struct level unary[] = { { "-", PF_OPERATION_SUBTRACT },
					      { "+", PF_OPERATION_ADD },
					      { "~", PF_OPERATION_INVERT },
					      { "*", PF_OPERATION_MULTIPLY },
					      { 0 } };
	enum pf_operation operation;
	PF_TRY(accept_one(parser, unary, &operation));
	if (operation == PF_OPERATION_NONE)
		return parse_power(parser, ret);
	PF_TRY(pf_parser_enter(parser));
	PF_TRY(parse_unary(parser, ret));
	parser->depth--;
	PF_TRY(join(parser, PF_NODE_UNARY, *ret, NULL, ret));
	(*ret)->operation = operation;
	return NULL;
}

static struct pf_error *parse_product(struct pf_parser *parser, struct pf_node **ret)
{
	static const struct level product[] = { { "*", PF_OPERATION_MULTIPLY },
						{ "/", PF_OPERATION_DIVIDE },
						{ "//", PF_OPERATION_FLOOR_DIVIDE },
						{ "%", PF_OPERATION_REMAINDER },
						{ 0 } };
	return parse_binary(parser, product, parse_unary, ret);
}

static struct pf_error *parse_sum(struct pf_parser *parser, struct pf_node **ret)
{
	static const struct level sum[] = { { "+", PF_OPERATION_ADD },
					    { "-", PF_OPERATION_SUBTRACT },
					    { 0 } };
	return parse_binary(parser, sum, parse_product, ret);
}

static struct pf_error *parse_shift(struct pf_parser *parser, struct pf_node **ret)
{
	static const struct level shift[] = { { "<<", PF_OPERATION_LEFT },
					      { ">>", PF_OPERATION_RIGHT },
					      { 0 } };
	return parse_binary(parser, shift, parse_sum, ret);
}

static struct pf_error *parse_bit_and(struct pf_parser *parser, struct pf_node **ret)
{
	static const struct level bit_and[] = { { "&", PF_OPERATION_AND }, { 0 } };
	return parse_binary(parser, bit_and, parse_shift, ret);
}

static struct pf_error *parse_bit_xor(struct pf_parser *parser, struct pf_node **ret)
{
	static const struct level bit_xor[] = { { "^", PF_OPERATION_XOR }, { 0 } };
	return parse_binary(parser, bit_xor, parse_bit_and, ret);
}

static struct pf_error *parse_bit_or(struct pf_parser *parser, struct pf_node **ret)
{
	static const struct level bit_or[] = { { "|", PF_OPERATION_OR }, { 0 } };
	return parse_binary(parser, bit_or, parse_bit_xor, ret);
}

static struct pf_error *accept_comparison(struct pf_parser *parser, enum pf_operation *ret)
{
	static const struct level comparisons[] = {
		{ "<", PF_OPERATION_LT },  { "<=", PF_OPERATION_LE },
		{ "==", PF_OPERATION_EQ }, { "!=", PF_OPERATION_NE },
		{ ">", PF_OPERATION_GT },  { ">=", PF_OPERATION_GE },
		{ "in", PF_OPERATION_IN }, { "not", PF_OPERATION_NOT_IN },
		{ "is", PF_OPERATION_IS }, { 0 },
	};
	bool more = true;
	PF_TRY(accept_one(parser, comparisons, ret));
	if (*ret == PF_OPERATION_NOT_IN) {
		PF_TRY(pf_parser_accept(parser, "in", &more));
		return more ? NULL : pf_parser_unexpected(parser);
	}
	if (*ret != PF_OPERATION_IS)
		return NULL;
	PF_TRY(pf_parser_accept(parser, "not", &more));
	if (more)
		*ret = PF_OPERATION_IS_NOT;
	return NULL;
}

/* A chain: a < b < c is one node of three operands. */
static struct pf_error *parse_comparison(struct pf_parser *parser, struct pf_node **ret)
{
	enum pf_operation operation;
	struct pf_node *operand;
	PF_TRY(parse_bit_or(parser, ret));
	for (bool chain = false;; chain = true) {
		PF_TRY(accept_comparison(parser, &operation));
		if (operation == PF_OPERATION_NONE)
			return NULL;
		PF_TRY(parse_bit_or(parser, &operand));
		if (chain)
			PF_TRY(pf_node_adopt(*ret, operand));
		else
			PF_TRY(join(parser, PF_NODE_COMPARE, *ret, operand, ret));
		operand->link = operation;
	}
}

static struct pf_error *parse_not(struct pf_parser *parser, struct pf_node **ret)
{
	bool negated;
	PF_TRY(pf_parser_accept(parser, "not", &negated));
	if (!negated)
		return parse_comparison(parser, ret);
	PF_TRY(pf_parser_enter(parser));
	PF_TRY(parse_not(parser, ret));
	parser->depth--;
	return join(parser, PF_NODE_NOT, *ret, NULL, ret);
}

/* "and" and "or" with all their operands in one node. */
static struct pf_error *parse_logic(struct pf_parser *parser, const char *word,
				    enum pf_node_kind kind,
				    struct pf_error *(*next)(struct pf_parser *, struct pf_node **),
				    struct pf_node **ret)
{
	struct pf_node *operand;
	PF_TRY(next(parser, ret));
	for (bool chain = false, more;; chain = true) {
		PF_TRY(pf_parser_accept(parser, word, &more));
		if (!more)
			return NULL;
		PF_TRY(next(parser, &operand));
		if (chain)
			PF_TRY(pf_node_adopt(*ret, operand));
		else
			PF_TRY(join(parser, kind, *ret, operand, ret));
	}
}

static struct pf_error *parse_and(struct pf_parser *parser, struct pf_node **ret)
{
	return parse_logic(parser, "and", PF_NODE_AND, parse_not, ret);
}

static struct pf_error *parse_or(struct pf_parser *parser, struct pf_node **ret)
{
	return parse_logic(parser, "or", PF_NODE_OR, parse_and, ret);
}

/* What is behind the "if" of "x if c else y"; *ret is x at first. */
static struct pf_error *parse_choice(struct pf_parser *parser, struct pf_node **ret)
{
	struct pf_node *condition, *other;
	bool more;
	PF_TRY(parse_or(parser, &condition));
	PF_TRY(pf_parser_accept(parser, "else", &more));
	if (!more)
		return pf_parser_unexpected(parser);
	PF_TRY(pf_parser_expression(parser, &other));
	PF_TRY(join(parser, PF_NODE_CHOICE, condition, *ret, ret));
	return pf_node_adopt(*ret, other);
}

struct pf_error *pf_parser_expression(struct pf_parser *parser, struct pf_node **ret)
{
	bool choice;
	PF_TRY(pf_parser_enter(parser));
	PF_TRY(parse_or(parser, ret));
	PF_TRY(pf_parser_accept(parser, "if", &choice));
	if (choice)
		PF_TRY(parse_choice(parser, ret));
	parser->depth--;
	return NULL;
}
