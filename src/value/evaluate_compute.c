/* Arithmetic in expressions: of numbers, and text that is joined. */
#include "base/cleanup.h"
#include "value/class.h"
#include "value/code_names.h"
#include "value/complex.h"
#include "value/evaluate_private.h"

#include <string.h>

/* Whether Python could do it: text and sequences are repeated and joined, text is formatted. */
static bool is_possible(enum pf_operation operation, const struct pf_result *a,
			const struct pf_result *b)
{
	bool values = a->kind < PF_RESULT_TUPLE && b->kind < PF_RESULT_TUPLE &&
		      a->kind != PF_RESULT_OBJECT && b->kind != PF_RESULT_OBJECT;
	bool text = pf_evaluation_is_text(a) || pf_evaluation_is_text(b);
	return !values || (text && operation == PF_OPERATION_MULTIPLY) ||
	       (pf_evaluation_is_text(a) && operation == PF_OPERATION_REMAINDER);
}

static struct pf_error *unsupported(struct pf_evaluation *evaluation, enum pf_operation operation,
				    const struct pf_result *a, const struct pf_result *b)
{
	const char *first = pf_evaluation_type_name(evaluation, a);
	const char *second = pf_evaluation_type_name(evaluation, b);
	bool power = operation == PF_OPERATION_POWER;
	const char *name = power ? "** or pow()" : pf_operation_name(operation);
	if (!is_possible(operation, a, b))
		return pf_error_create(PF_USAGE,
				       "unsupported operand type(s) for %s: '%s' and '%s'", name,
				       first, second);
	return pf_error_create(PF_USAGE,
			       "'%s' %s '%s' is not computed here: numbers are, and text is joined",
			       first, name, second);
}

static struct pf_error *join(struct pf_evaluation *evaluation, const struct pf_result *a,
			     const struct pf_result *b, struct pf_result *ret)
{
	PF_TRY(pf_evaluation_count(evaluation, a->size + b->size));
	enum pf_result_kind kind = a->kind == b->kind ? a->kind : PF_RESULT_STR;
	char *text = pf_arena_alloc(evaluation->arena, a->size + b->size + 1);
	if (!text)
		return &pf_error_no_memory;
	memcpy(text, a->text, a->size);
	memcpy(text + a->size, b->text, b->size + 1);
	*ret = (struct pf_result){ .kind = kind, .text = text, .size = a->size + b->size };
	return NULL;
}

static bool is_ascii(const struct pf_result *text)
{
	for (size_t i = 0; i < text->size; i++)
		if ((uint8_t)text->text[i] >= 0x80)
			return false;
	return true;
}

/* 2.7 joins its two kinds of text, too, when the bytes are ASCII. */
static bool are_joined(const struct pf_evaluation *evaluation, enum pf_operation operation,
		       const struct pf_result *a, const struct pf_result *b)
{
	if (operation != PF_OPERATION_ADD || !pf_evaluation_is_text(a) || !pf_evaluation_is_text(b))
		return false;
	const struct pf_result *bytes = a->kind == PF_RESULT_BYTES ? a : b;
	return a->kind == b->kind || (pf_evaluation_has_byte_text(evaluation) && is_ascii(bytes));
}

/* 2.7's / is // of ints, unless the module says "from __future__ import division". */
static enum pf_operation operation_of(const struct pf_evaluation *evaluation,
				      enum pf_operation operation, const struct pf_result *a,
				      const struct pf_result *b)
{
	const struct pf_scope *scope = evaluation->scope;
	bool exact = scope && scope->locals && scope->locals->flags & PF_CODE_FUTURE_DIVISION;
	bool ints = a->kind != PF_RESULT_FLOAT && b->kind != PF_RESULT_FLOAT;
	bool floors = ints && !exact && pf_evaluation_has_byte_text(evaluation);
	return floors && operation == PF_OPERATION_DIVIDE ? PF_OPERATION_FLOOR_DIVIDE : operation;
}

struct pf_error *pf_evaluation_binary(struct pf_evaluation *evaluation, enum pf_operation operation,
				      const struct pf_result *a, const struct pf_result *b,
				      struct pf_result *ret)
{
	struct pf_result left = *a, right = *b;
	PF_TRY(pf_evaluation_expect_operator(evaluation, operation, a, b));
	PF_TRY(pf_evaluation_load(evaluation, &left));
	PF_TRY(pf_evaluation_load(evaluation, &right));
	if (pf_result_is_number(&left) && pf_result_is_number(&right))
		return pf_number_binary(operation_of(evaluation, operation, &left, &right), &left,
					&right, ret);
	if (pf_complex_is_among(&left, &right))
		return pf_complex_binary(operation, &left, &right, ret);
	if (are_joined(evaluation, operation, &left, &right))
		return join(evaluation, &left, &right, ret);
	return unsupported(evaluation, operation, &left, &right);
}

/* *ADDRESS, which Python has not: the object that is there. */
static struct pf_error *dereference(struct pf_evaluation *evaluation, const struct pf_result *at,
				    struct pf_result *ret)
{
	struct pf_object object;
	struct pf_error *err = &pf_error_torn;
	if (!at->text && at->integer > 0)
		err = pf_object_open(evaluation->view, (pf_addr)at->integer, &object);
	if (pf_view_is_fatal(err))
		return err;
	if (err) {
		pf_error_destroy(err);
		return pf_error_create(PF_USAGE, "there is no object at that address");
	}
	*ret = pf_result_of_object(object.at);
	return NULL;
}

struct pf_error *pf_evaluation_unary(struct pf_evaluation *evaluation, enum pf_operation operation,
				     const struct pf_result *a, struct pf_result *ret)
{
	struct pf_result number = *a;
	PF_TRY(pf_evaluation_expect_operator(evaluation, operation, a, NULL));
	PF_TRY(pf_evaluation_load(evaluation, &number));
	if (operation == PF_OPERATION_MULTIPLY && number.kind == PF_RESULT_INT)
		return dereference(evaluation, &number, ret);
	if (operation != PF_OPERATION_MULTIPLY && pf_result_is_number(&number))
		return pf_number_unary(operation, &number, evaluation->arena, ret);
	if (operation != PF_OPERATION_MULTIPLY && number.kind == PF_RESULT_COMPLEX)
		return pf_complex_unary(operation, &number, ret);
	return pf_error_create(PF_USAGE, "bad operand type for unary %s: '%s'",
			       pf_operation_name(operation),
			       pf_evaluation_type_name(evaluation, a));
}
