/* Fuzzes value/expression: what is parsed keeps to its bounds, and errors to theirs. */
#include "base/text.h"
#include "value/expression.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool right)
{
	if (!right)
		abort();
}

/* Returns how many nodes there are; no deeper than its parent has said. */
static size_t check_node(const struct pf_node *node)
{
	size_t ret = 1, count = 0;
	check(node->depth <= PF_EXPRESSION_DEPTH);
	check(!node->text || !node->text[node->size]);
	check(node->kind != PF_NODE_SLICE || node->count == 3);
	for (const struct pf_node *child = node->first; child; child = child->next, count++) {
		check(child->depth < node->depth);
		check(child->next || child == node->last);
		ret += check_node(child);
	}
	check(count == node->count);
	return ret;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pf_expression *expression;
	char *text = strndup((const char *)data, size);
	struct pf_error *err = pf_expression_parse(text, &expression);
	if (!err) {
		check(check_node(expression->root) <= PF_EXPRESSION_NODES);
		pf_expression_destroy(expression);
	} else {
		check(pf_error_code(err) == PF_USAGE);
		check(strlen(pf_error_message(err)) < 1200);
	}
	pf_error_destroy(err);
	free(text);
	return 0;
}
