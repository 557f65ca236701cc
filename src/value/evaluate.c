/* Evaluating expressions over the objects of a target, and nothing is executed there. */
#include "value/evaluate.h"

#include "value/complex.h"
#include "value/evaluate_private.h"

#include <string.h>

struct pf_error *pf_evaluation_count(struct pf_evaluation *evaluation, uint64_t count)
{
	evaluation->items += count;
	if (pf_view_is_late(evaluation->view))
		return pf_error_take_advice(pf_error_create(PF_USAGE, PF_VIEW_LATE),
					    "Use \"stop\" first: then there is no such limit.");
	if (evaluation->items <= PF_EVALUATE_ITEMS)
		return NULL;
	return pf_error_create(PF_USAGE, "this would look at more than %d items",
			       PF_EVALUATE_ITEMS);
}

/* What a literal is worth: its text is the expression's, which may be let go first. */
static struct pf_error *evaluate_literal(struct pf_evaluation *evaluation,
					 const struct pf_node *node, enum pf_result_kind kind,
					 struct pf_result *ret)
{
	bool text = kind == PF_RESULT_STR || kind == PF_RESULT_BYTES || node->big;
	*ret = (struct pf_result){ .kind = kind, .integer = node->integer, .real = node->real };
	if (!text)
		return NULL;
	ret->text = pf_arena_text(evaluation->arena, node->text, node->size);
	ret->size = node->size;
	return ret->text ? NULL : &pf_error_no_memory;
}

static struct pf_error *evaluate_items(struct pf_evaluation *evaluation, const struct pf_node *node,
				       enum pf_result_kind kind, struct pf_result *ret)
{
	struct pf_result *items =
		pf_arena_alloc(evaluation->arena, (node->count + 1) * sizeof(*items));
	size_t count = 0;
	if (!items)
		return &pf_error_no_memory;
	for (const struct pf_node *item = node->first; item; item = item->next)
		PF_TRY(pf_evaluation_node(evaluation, item, &items[count++]));
	*ret = (struct pf_result){ .kind = kind, .items = items, .count = count };
	return NULL;
}

static struct pf_error *evaluate_variable(struct pf_evaluation *evaluation, const char *name,
					  struct pf_result *ret)
{
	const struct pf_name_space *names = evaluation->scope->names;
	if (!names || !names->variable)
		return pf_error_create(PF_USAGE, "there is no $%s here", name);
	return names->variable(names->context, name, evaluation->arena, ret);
}

static struct pf_error *evaluate_attribute(struct pf_evaluation *evaluation,
					   const struct pf_node *node, struct pf_result *ret)
{
	struct pf_result object;
	PF_TRY(pf_evaluation_node(evaluation, node->first, &object));
	return pf_evaluation_attribute(evaluation, &object, node->text, ret);
}

static struct pf_error *evaluate_slice(struct pf_evaluation *evaluation,
				       const struct pf_result *object, const struct pf_node *node,
				       struct pf_result *ret)
{
	struct pf_result parts[3];
	size_t count = 0;
	for (const struct pf_node *part = node->first; part; part = part->next) {
		PF_TRY(pf_evaluation_node(evaluation, part, &parts[count]));
		PF_TRY(pf_evaluation_load(evaluation, &parts[count++]));
	}
	PF_TRY(pf_evaluation_slice(evaluation, object, parts, ret));
	ret->secret = object->secret;
	return NULL;
}

static struct pf_error *evaluate_item(struct pf_evaluation *evaluation, const struct pf_node *node,
				      struct pf_result *ret)
{
	struct pf_result object, key;
	PF_TRY(pf_evaluation_node(evaluation, node->first, &object));
	if (node->last->kind == PF_NODE_SLICE)
		return evaluate_slice(evaluation, &object, node->last, ret);
	PF_TRY(pf_evaluation_node(evaluation, node->last, &key));
	return pf_evaluation_item(evaluation, &object, &key, ret);
}

/* Each operand is evaluated once, and none behind the first comparison that fails. */
static struct pf_error *evaluate_comparison(struct pf_evaluation *evaluation,
					    const struct pf_node *node, struct pf_result *ret)
{
	struct pf_result a, b;
	bool holds = true;
	PF_TRY(pf_evaluation_node(evaluation, node->first, &a));
	for (const struct pf_node *next = node->first->next; next && holds; next = next->next) {
		PF_TRY(pf_evaluation_node(evaluation, next, &b));
		PF_TRY(pf_evaluation_compare(evaluation, next->link, &a, &b, &holds));
		a = b;
	}
	*ret = pf_result_of_bool(holds);
	return NULL;
}

/* As in Python, "and" and "or" are worth the operand that decided. */
static struct pf_error *evaluate_logic(struct pf_evaluation *evaluation, const struct pf_node *node,
				       struct pf_result *ret)
{
	bool truth;
	for (const struct pf_node *operand = node->first; operand; operand = operand->next) {
		PF_TRY(pf_evaluation_node(evaluation, operand, ret));
		if (!operand->next)
			break;
		PF_TRY(pf_evaluation_truth(evaluation, ret, &truth));
		if (truth == (node->kind == PF_NODE_OR))
			break;
	}
	return NULL;
}

static struct pf_error *evaluate_not(struct pf_evaluation *evaluation, const struct pf_node *node,
				     struct pf_result *ret)
{
	bool truth;
	PF_TRY(pf_evaluation_node(evaluation, node->first, ret));
	PF_TRY(pf_evaluation_truth(evaluation, ret, &truth));
	*ret = pf_result_of_bool(!truth);
	return NULL;
}

static struct pf_error *evaluate_unary(struct pf_evaluation *evaluation, const struct pf_node *node,
				       struct pf_result *ret)
{
	struct pf_result operand;
	PF_TRY(pf_evaluation_node(evaluation, node->first, &operand));
	PF_TRY(pf_evaluation_unary(evaluation, node->operation, &operand, ret));
	ret->secret = operand.secret;
	return NULL;
}

static struct pf_error *evaluate_binary(struct pf_evaluation *evaluation,
					const struct pf_node *node, struct pf_result *ret)
{
	struct pf_result a, b;
	PF_TRY(pf_evaluation_node(evaluation, node->first, &a));
	PF_TRY(pf_evaluation_node(evaluation, node->last, &b));
	PF_TRY(pf_evaluation_binary(evaluation, node->operation, &a, &b, ret));
	ret->secret = a.secret || b.secret;
	return NULL;
}

/* Of the two only one is evaluated. */
static struct pf_error *evaluate_choice(struct pf_evaluation *evaluation,
					const struct pf_node *node, struct pf_result *ret)
{
	struct pf_result condition;
	bool truth;
	PF_TRY(pf_evaluation_node(evaluation, node->first, &condition));
	PF_TRY(pf_evaluation_truth(evaluation, &condition, &truth));
	return pf_evaluation_node(evaluation, truth ? node->first->next : node->last, ret);
}

/* Recurses, and no deeper than the expression: PF_EXPRESSION_DEPTH. */
struct pf_error *pf_evaluation_node(struct pf_evaluation *evaluation, const struct pf_node *node,
				    struct pf_result *ret)
{
	switch (node->kind) {
	case PF_NODE_NAME:
		return pf_evaluation_name(evaluation, node->text, ret);
	case PF_NODE_VARIABLE:
		return evaluate_variable(evaluation, node->text, ret);
	case PF_NODE_NONE:
	case PF_NODE_SLICE: /* stands in an item only, which deals with it */
		return evaluate_literal(evaluation, node, PF_RESULT_NONE, ret);
	case PF_NODE_BOOL:
		return evaluate_literal(evaluation, node, PF_RESULT_BOOL, ret);
	case PF_NODE_INT:
		return evaluate_literal(evaluation, node, PF_RESULT_INT, ret);
	case PF_NODE_FLOAT:
		return evaluate_literal(evaluation, node, PF_RESULT_FLOAT, ret);
	case PF_NODE_COMPLEX:
		*ret = pf_result_of_complex(0, node->real);
		return NULL;
	case PF_NODE_STR:
		return evaluate_literal(evaluation, node, pf_evaluation_text_kind(evaluation), ret);
	case PF_NODE_BYTES:
		return evaluate_literal(evaluation, node, PF_RESULT_BYTES, ret);
	case PF_NODE_TUPLE:
		return evaluate_items(evaluation, node, PF_RESULT_TUPLE, ret);
	case PF_NODE_LIST:
		return evaluate_items(evaluation, node, PF_RESULT_LIST, ret);
	case PF_NODE_ATTRIBUTE:
		return evaluate_attribute(evaluation, node, ret);
	case PF_NODE_ITEM:
		return evaluate_item(evaluation, node, ret);
	case PF_NODE_CALL:
		return pf_evaluation_call(evaluation, node, ret);
	case PF_NODE_COMPARE:
		return evaluate_comparison(evaluation, node, ret);
	case PF_NODE_AND:
	case PF_NODE_OR:
		return evaluate_logic(evaluation, node, ret);
	case PF_NODE_NOT:
		return evaluate_not(evaluation, node, ret);
	case PF_NODE_UNARY:
		return evaluate_unary(evaluation, node, ret);
	case PF_NODE_BINARY:
		return evaluate_binary(evaluation, node, ret);
	case PF_NODE_CHOICE:
		return evaluate_choice(evaluation, node, ret);
	}
	return pf_error_create(PF_USAGE, "there is no such expression");
}

struct pf_error *pf_evaluate(const struct pf_expression *expression, struct pf_view *view,
			     const struct pf_scope *scope, struct pf_arena *arena,
			     struct pf_result *ret)
{
	struct pf_evaluation evaluation = { .view = view, .scope = scope, .arena = arena };
	struct pf_result result;
	PF_TRY(pf_evaluation_node(&evaluation, expression->root, &result));
	*ret = result;
	return NULL;
}
