/* Expressions: the part of Python's that can be answered by reading alone. */
#ifndef PF_VALUE_EXPRESSION_H
#define PF_VALUE_EXPRESSION_H

#include "base/arena.h"
#include "value/expression_node.h"

/* Parsed once, evaluated as often as one likes: nothing in it changes. */
struct pf_expression {
	struct pf_arena arena; /* has the nodes and the text */
	const struct pf_node *root;
	const char *text;
};

/*
 * Parses TEXT. USAGE, with a sentence that names the column, when it is no expression, or when
 * answering it would take to run code. *ret is to be destroyed.
 */
struct pf_error *pf_expression_parse(const char *text, struct pf_expression **ret) PF_CHECKED;

void pf_expression_destroy(struct pf_expression *expression);

#endif
