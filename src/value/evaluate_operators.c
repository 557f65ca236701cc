/* Operators that a class has methods of its own for, which would have to be executed. */
#include "value/class.h"
#include "value/evaluate_private.h"
#include "value/kinds.h"

#include <stdio.h>

/* Without the underscores around them; one with the operands changed about begins with "r". */
static const char *binary_name(const struct pf_evaluation *evaluation, enum pf_operation operation)
{
	static const char *const names[] = {
		[PF_OPERATION_ADD] = "add",
		[PF_OPERATION_SUBTRACT] = "sub",
		[PF_OPERATION_MULTIPLY] = "mul",
		[PF_OPERATION_DIVIDE] = "truediv",
		[PF_OPERATION_FLOOR_DIVIDE] = "floordiv",
		[PF_OPERATION_REMAINDER] = "mod",
		[PF_OPERATION_AND] = "and",
		[PF_OPERATION_OR] = "or",
		[PF_OPERATION_XOR] = "xor",
		[PF_OPERATION_LEFT] = "lshift",
		[PF_OPERATION_RIGHT] = "rshift",
		[PF_OPERATION_POWER] = "pow",
	};
	if (operation == PF_OPERATION_DIVIDE && pf_evaluation_has_byte_text(evaluation))
		return "div";
	return operation < sizeof(names) / sizeof(names[0]) ? names[operation] : NULL;
}

static const char *unary_name(enum pf_operation operation)
{
	if (operation == PF_OPERATION_SUBTRACT)
		return "neg";
	if (operation == PF_OPERATION_ADD)
		return "pos";
	return operation == PF_OPERATION_INVERT ? "invert" : NULL;
}

/* An enum's flags have operators of their own, which do to their numbers what an int's do. */
static struct pf_error *is_flag(struct pf_evaluation *evaluation, const struct pf_result *operand,
				bool *ret)
{
	struct pf_object object;
	PF_TRY(pf_object_open(evaluation->view, operand->at, &object));
	*ret = object.class->kind == &pf_kind_enum;
	return NULL;
}

static struct pf_error *expect(struct pf_evaluation *evaluation, const struct pf_result *operand,
			       const char *prefix, const char *name)
{
	char method[32];
	bool flag;
	if (!name || operand->kind != PF_RESULT_OBJECT)
		return NULL;
	PF_TRY(is_flag(evaluation, operand, &flag));
	snprintf(method, sizeof(method), "__%s%s__", prefix, name);
	return flag ? NULL : pf_evaluation_expect_known(evaluation, operand, method);
}

struct pf_error *pf_evaluation_expect_operator(struct pf_evaluation *evaluation,
					       enum pf_operation operation,
					       const struct pf_result *a, const struct pf_result *b)
{
	if (!b)
		return expect(evaluation, a, "", unary_name(operation));
	const char *name = binary_name(evaluation, operation);
	PF_TRY(expect(evaluation, a, "", name));
	return expect(evaluation, b, "r", name);
}
