/* What an expression is made of: its nodes, once it is parsed. */
#include "value/expression_node.h"

#include <string.h>

/* ORDER OPERATION: expression_node.h has them. */
static const char *const operation_names[] = {
	"",  "<", "<=", "==", "!=", ">", ">=", "in", "not in", "is", "is not", "+",
	"-", "*", "/",	"//", "%",  "&", "|",  "^",  "<<",     ">>", "~",      "**",
};

const char *pf_operation_name(enum pf_operation operation)
{
	return operation_names[operation];
}

/* ORDER BUILTIN: expression_node.h has them. */
static const char *const builtin_names[] = { "abs",	   "bool", "float", "hex", "id",  "int",
					     "isinstance", "len",  "repr",  "str", "type" };

const char *pf_builtin_name(enum pf_builtin function)
{
	return builtin_names[function];
}

bool pf_builtin_find(const char *name, enum pf_builtin *ret)
{
	for (size_t i = 0; i < sizeof(builtin_names) / sizeof(builtin_names[0]); i++) {
		if (!strcmp(name, builtin_names[i])) {
			*ret = (enum pf_builtin)i;
			return true;
		}
	}
	return false;
}

struct pf_error *pf_node_too_deep(void)
{
	return pf_error_create(PF_USAGE, "the expression is nested too deeply: more than %d times",
			       PF_EXPRESSION_DEPTH);
}

struct pf_error *pf_node_adopt(struct pf_node *node, struct pf_node *child)
{
	if (child->depth >= PF_EXPRESSION_DEPTH)
		return pf_node_too_deep();
	if (node->depth <= child->depth)
		node->depth = child->depth + 1;
	if (node->last)
		node->last->next = child;
	else
		node->first = child;
	node->last = child;
	node->count++;
	return NULL;
}
