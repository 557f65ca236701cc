/* Conditions: whether an expression is true in a frame, and whether it means anything there. */
#include "value/condition.h"

#include "base/cleanup.h"
#include "value/evaluate.h"

/* Recurses, and no deeper than an expression can be: PF_EXPRESSION_DEPTH. */
static const struct pf_node *find_variable(const struct pf_node *node)
{
	if (node->kind == PF_NODE_VARIABLE)
		return node;
	const struct pf_node *found = NULL;
	for (const struct pf_node *child = node->first; child && !found; child = child->next)
		found = find_variable(child);
	return found;
}

struct pf_error *pf_condition_parse(const char *text, struct pf_expression **ret)
{
	struct pf_expression *expression;
	PF_TRY(pf_expression_parse(text, &expression));
	const struct pf_node *variable = find_variable(expression->root);
	if (!variable) {
		*ret = expression;
		return NULL;
	}
	struct pf_error *err = pf_error_create(
		PF_USAGE, "$%s is not known in a condition for samples", variable->text);
	pf_expression_destroy(expression);
	return pf_error_take_advice(err, "Write its value.");
}

static struct pf_error *test(const struct pf_expression *expression, struct pf_view *view,
			     const struct pf_scope *scope, bool *ret)
{
	PF_GUARD(pf_arena_deinit) struct pf_arena arena = { 0 };
	struct pf_result result;
	PF_TRY(pf_evaluate(expression, view, scope, &arena, &result));
	return pf_result_truth(view, &result, ret);
}

struct pf_error *pf_condition_test(const struct pf_expression *expression, struct pf_view *view,
				   pf_addr frame, pf_addr code, bool *ret, bool *nameless)
{
	PF_GUARD(pf_locals_deinit) struct pf_locals locals = { 0 };
	struct pf_scope scope;
	*nameless = false;
	PF_TRY(pf_scope_of_frame(view, frame, code, &locals, &scope));
	scope.nameless = nameless;
	return test(expression, view, &scope, ret);
}
