/* What the files that parse expressions share: tokens, and how nodes are made of them. */
#ifndef PF_VALUE_EXPRESSION_PARSER_H
#define PF_VALUE_EXPRESSION_PARSER_H

#include "base/arena.h"
#include "value/expression_node.h"

enum pf_token_kind {
	PF_TOKEN_END,
	PF_TOKEN_NAME,
	PF_TOKEN_VARIABLE,
	PF_TOKEN_INT,
	PF_TOKEN_FLOAT,
	PF_TOKEN_COMPLEX,
	PF_TOKEN_STR,
	PF_TOKEN_BYTES,
	PF_TOKEN_WORD, /* a keyword, an operator or a bracket: what is compared by its text */
};

/* AT and SIZE: where it stands. The others as in a node. */
struct pf_token {
	enum pf_token_kind kind;
	const char *at;
	size_t size;
	bool big;
	int64_t integer;
	double real;
	const char *value;
	size_t value_size;
};

struct pf_parser {
	struct pf_arena *arena;
	const char *text;
	const char *at;	       /* behind the token */
	struct pf_token token; /* the next one, not taken yet */
	unsigned nodes, depth;
};

/* A sentence, and " at column N of TEXT" for the place AT in the text. */
struct pf_error *pf_parser_error(const struct pf_parser *parser, const char *at, const char *fmt,
				 ...) PF_PRINTF(3, 4) PF_CHECKED;

/* The error for a token that nothing can be made of at its place. */
struct pf_error *pf_parser_unexpected(const struct pf_parser *parser) PF_CHECKED;

/* Reads the next token. */
struct pf_error *pf_parser_advance(struct pf_parser *parser) PF_CHECKED;

/* Whether the next token is the keyword, operator or bracket WORD. */
bool pf_parser_sees(const struct pf_parser *parser, const char *word);

/* Takes the token when it is WORD: *ret says whether. */
struct pf_error *pf_parser_accept(struct pf_parser *parser, const char *word, bool *ret) PF_CHECKED;

/* Takes the bracket that closes the one at OPENED. */
struct pf_error *pf_parser_close(struct pf_parser *parser, const char *opened) PF_CHECKED;

/* A new node, all of it zero but its kind. */
struct pf_error *pf_parser_node(struct pf_parser *parser, enum pf_node_kind kind,
				struct pf_node **ret) PF_CHECKED;

/* Enters what is nested; an error when that is too deep. Left by --parser->depth. */
struct pf_error *pf_parser_enter(struct pf_parser *parser) PF_CHECKED;

/*
 * expression_token.c: how many bytes of AT are a name; one that may begin with a digit if DIGITS,
 * as what is behind a $.
 */
size_t pf_parser_name_size(const char *at, bool digits);

/* expression_number.c: the number at parser->token.at, into the token. */
struct pf_error *pf_parser_number(struct pf_parser *parser) PF_CHECKED;

/* expression_string.c: how many bytes the prefix of a literal at AT has; -1: none begins there. */
int pf_parser_string_prefix(const char *at);

/* The literal at parser->token.at, into the token. */
struct pf_error *pf_parser_string(struct pf_parser *parser) PF_CHECKED;

/* expression_grammar.c: an expression without commas. */
struct pf_error *pf_parser_expression(struct pf_parser *parser, struct pf_node **ret) PF_CHECKED;

/* expression_primary.c: a name, a literal or parentheses, and what stands behind them. */
struct pf_error *pf_parser_primary(struct pf_parser *parser, struct pf_node **ret) PF_CHECKED;

/* An expression, or a tuple if a comma is behind it: up to CLOSER, which is not taken. */
struct pf_error *pf_parser_tuple(struct pf_parser *parser, const char *closer,
				 struct pf_node **ret) PF_CHECKED;

/* expression_subscript.c: what is in the brackets behind NODE, which becomes the item. */
struct pf_error *pf_parser_item(struct pf_parser *parser, struct pf_node **node) PF_CHECKED;

/* expression_call.c: what is in the parentheses behind the name NODE, which becomes the call. */
struct pf_error *pf_parser_call(struct pf_parser *parser, struct pf_node **node) PF_CHECKED;

#endif
