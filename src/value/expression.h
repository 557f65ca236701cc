/* Expressions: the part of Python's that can be answered by reading alone. */
#ifndef PF_VALUE_EXPRESSION_H
#define PF_VALUE_EXPRESSION_H

#include "base/arena.h"
#include "pyflame.h"
#include "value/expression_node.h"

/* Parsed once, evaluated as often as one likes: nothing in it changes. */
struct pf_expression {
	struct pf_arena arena; /* has the nodes and the text */
	const struct pf_node *root;
	const char *text;
};

#endif
