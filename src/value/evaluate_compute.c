/* Arithmetic in expressions: of numbers, and text that is joined. */
#include "value/evaluate_private.h"

#include <string.h>

static struct pf_error *unsupported(struct pf_evaluation *evaluation, enum pf_operation operation,
				    const struct pf_result *a, const struct pf_result *b)
{
	return pf_error_create(PF_USAGE,
			       "%s of '%s' and '%s' is not computed here: numbers are, and text "
			       "is joined",
			       pf_operation_name(operation), pf_evaluation_type_name(evaluation, a),
			       pf_evaluation_type_name(evaluation, b));
}

static struct pf_error *join(struct pf_evaluation *evaluation, const struct pf_result *a,
			     const struct pf_result *b, struct pf_result *ret)
{
	PF_TRY(pf_evaluation_count(evaluation, a->size + b->size));
	char *text = pf_arena_alloc(evaluation->arena, a->size + b->size + 1);
	if (!text)
		return &pf_error_no_memory;
	memcpy(text, a->text, a->size);
	memcpy(text + a->size, b->text, b->size + 1);
	*ret = (struct pf_result){ .kind = a->kind, .text = text, .size = a->size + b->size };
	return NULL;
}

static bool are_joined(enum pf_operation operation, const struct pf_result *a,
		       const struct pf_result *b)
{
	return operation == PF_OPERATION_ADD && a->kind == b->kind &&
	       (a->kind == PF_RESULT_STR || a->kind == PF_RESULT_BYTES);
}

struct pf_error *pf_evaluation_binary(struct pf_evaluation *evaluation, enum pf_operation operation,
				      const struct pf_result *a, const struct pf_result *b,
				      struct pf_result *ret)
{
	struct pf_result left = *a, right = *b;
	PF_TRY(pf_evaluation_load(evaluation, &left));
	PF_TRY(pf_evaluation_load(evaluation, &right));
	if (pf_result_is_number(&left) && pf_result_is_number(&right))
		return pf_number_binary(operation, &left, &right, ret);
	if (are_joined(operation, &left, &right))
		return join(evaluation, &left, &right, ret);
	return unsupported(evaluation, operation, a, b);
}

struct pf_error *pf_evaluation_unary(struct pf_evaluation *evaluation, enum pf_operation operation,
				     const struct pf_result *a, struct pf_result *ret)
{
	struct pf_result number = *a;
	PF_TRY(pf_evaluation_load(evaluation, &number));
	if (pf_result_is_number(&number))
		return pf_number_unary(operation, &number, evaluation->arena, ret);
	return pf_error_create(PF_USAGE, "bad operand type for unary %s: '%s'",
			       pf_operation_name(operation),
			       pf_evaluation_type_name(evaluation, a));
}
