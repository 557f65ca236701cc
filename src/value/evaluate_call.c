/* The functions that expressions can call: they read, and are ours. */
#include "base/cleanup.h"
#include "python/dict.h"
#include "python/object.h"
#include "value/class.h"
#include "value/evaluate_private.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct pf_error *take_text(struct pf_evaluation *evaluation, const char *text, size_t size,
				  struct pf_result *ret)
{
	const char *kept = pf_arena_text(evaluation->arena, text, size);
	if (!kept)
		return &pf_error_no_memory;
	*ret = (struct pf_result){ .kind = pf_evaluation_text_kind(evaluation),
				   .text = kept,
				   .size = size };
	return NULL;
}

static struct pf_error *call_len(struct pf_evaluation *evaluation, const struct pf_result *argument,
				 struct pf_result *ret)
{
	uint64_t length;
	PF_TRY(pf_evaluation_length(evaluation, argument, &length));
	*ret = pf_result_of_int((int64_t)length);
	return NULL;
}

static struct pf_error *call_bool(struct pf_evaluation *evaluation,
				  const struct pf_result *argument, struct pf_result *ret)
{
	bool truth;
	PF_TRY(pf_evaluation_truth(evaluation, argument, &truth));
	*ret = pf_result_of_bool(truth);
	return NULL;
}

static struct pf_error *call_id(struct pf_evaluation *evaluation, const struct pf_result *argument,
				struct pf_result *ret)
{
	(void)evaluation;
	if (argument->kind != PF_RESULT_OBJECT)
		return pf_error_create(PF_USAGE,
				       "id() is of objects of the target: this '%s' is none",
				       pf_result_type_name(argument));
	*ret = pf_result_of_int((int64_t)argument->at);
	return NULL;
}

/* What is our own is of a type that is built in, if the scope has those. */
static struct pf_error *type_of_value(struct pf_evaluation *evaluation,
				      const struct pf_result *argument, struct pf_result *ret)
{
	const char *name = pf_evaluation_type_name(evaluation, argument);
	pf_addr at = 0;
	struct pf_result whole = pf_result_of_object(argument->at);
	if (argument->kind == PF_RESULT_SLICE)
		name = pf_evaluation_type_name(evaluation, &whole);
	if (evaluation->scope && evaluation->scope->builtins)
		PF_TRY(pf_dict_find(evaluation->view->reader, evaluation->scope->builtins, name,
				    &at));
	if (!at)
		return pf_error_create(PF_USAGE, "the type '%s' is not found here", name);
	*ret = pf_result_of_object(at);
	return NULL;
}

static struct pf_error *call_type(struct pf_evaluation *evaluation,
				  const struct pf_result *argument, struct pf_result *ret)
{
	struct pf_object object;
	if (argument->kind != PF_RESULT_OBJECT)
		return type_of_value(evaluation, argument, ret);
	PF_TRY(pf_object_open(evaluation->view, argument->at, &object));
	*ret = pf_result_of_object(object.class->at);
	return NULL;
}

/* All of it, or an error: what is computed of a part would be wrong. */
static struct pf_error *call_repr(struct pf_evaluation *evaluation,
				  const struct pf_result *argument, struct pf_result *ret)
{
	static const struct pf_limits limits = { .max_text = PF_EVALUATE_TEXT };
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	PF_TRY(pf_result_repr(evaluation->view, argument, &limits, &text));
	if (text.size > PF_EVALUATE_TEXT || pf_view_is_late(evaluation->view))
		return pf_error_create(PF_USAGE, "the repr() of this '%s' is too long",
				       pf_evaluation_type_name(evaluation, argument));
	return take_text(evaluation, pf_text_str(&text), text.size, ret);
}

/* str() of a text is the text; of others it is repr(), unless they say otherwise. */
static struct pf_error *call_str(struct pf_evaluation *evaluation, const struct pf_result *argument,
				 struct pf_result *ret)
{
	*ret = *argument;
	PF_TRY(pf_evaluation_expect_known(evaluation, argument, "__str__"));
	PF_TRY(pf_evaluation_load(evaluation, ret));
	bool text = ret->kind == PF_RESULT_STR ||
		    (ret->kind == PF_RESULT_BYTES && pf_evaluation_has_byte_text(evaluation));
	return text ? NULL : call_repr(evaluation, argument, ret);
}

static struct pf_error *no_number(struct pf_evaluation *evaluation, const char *function,
				  const struct pf_result *argument)
{
	return pf_error_create(PF_USAGE, "%s() argument must be a number or its text, not '%s'",
			       function, pf_evaluation_type_name(evaluation, argument));
}

static struct pf_error *int_of_float(double value, struct pf_result *ret)
{
	if (isnan(value) || isinf(value))
		return pf_error_create(PF_USAGE, "cannot convert float %s to integer",
				       isnan(value) ? "NaN" : "infinity");
	if (value >= 0x1p63 || value < -0x1p63)
		return pf_error_create(PF_USAGE, "ints of more than 64 bits are not computed here");
	*ret = pf_result_of_int((int64_t)value);
	return NULL;
}

static struct pf_error *int_of_text(const struct pf_result *text, struct pf_result *ret)
{
	char *end;
	int64_t value = strtoll(text->text, &end, 10);
	end += strspn(end, " \t\r\n");
	if (!text->size || end != text->text + text->size || value == INT64_MAX ||
	    value == INT64_MIN)
		return pf_error_create(PF_USAGE, "invalid literal for int() with base 10");
	*ret = pf_result_of_int(value);
	return NULL;
}

static struct pf_error *call_int(struct pf_evaluation *evaluation, const struct pf_result *argument,
				 struct pf_result *ret)
{
	struct pf_result value = *argument;
	PF_TRY(pf_evaluation_load(evaluation, &value));
	if (value.kind == PF_RESULT_FLOAT)
		return int_of_float(value.real, ret);
	if (value.kind == PF_RESULT_STR || value.kind == PF_RESULT_BYTES)
		return int_of_text(&value, ret);
	if (!pf_result_is_number(&value))
		return no_number(evaluation, "int", argument);
	*ret = value;
	ret->kind = PF_RESULT_INT;
	return NULL;
}

static struct pf_error *float_of_text(const struct pf_result *text, struct pf_result *ret)
{
	char *end;
	double value = strtod(text->text, &end);
	end += strspn(end, " \t\r\n");
	if (!text->size || end != text->text + text->size || strpbrk(text->text, "xX("))
		return pf_error_create(PF_USAGE, "could not convert string to float");
	*ret = pf_result_of_float(value);
	return NULL;
}

static struct pf_error *call_float(struct pf_evaluation *evaluation,
				   const struct pf_result *argument, struct pf_result *ret)
{
	struct pf_result value = *argument;
	PF_TRY(pf_evaluation_load(evaluation, &value));
	if (value.kind == PF_RESULT_STR || value.kind == PF_RESULT_BYTES)
		return float_of_text(&value, ret);
	if (!pf_result_is_number(&value))
		return no_number(evaluation, "float", argument);
	*ret = pf_result_of_float(pf_number_real(&value));
	return NULL;
}

static struct pf_error *call_abs(struct pf_evaluation *evaluation, const struct pf_result *argument,
				 struct pf_result *ret)
{
	struct pf_result value = *argument;
	PF_TRY(pf_evaluation_load(evaluation, &value));
	if (value.kind == PF_RESULT_COMPLEX)
		return pf_error_create(PF_USAGE, "abs() of complex numbers is not computed here");
	if (!pf_result_is_number(&value))
		return pf_error_create(PF_USAGE, "bad operand type for abs(): '%s'",
				       pf_evaluation_type_name(evaluation, argument));
	bool negative = value.kind == PF_RESULT_FLOAT ? signbit(value.real)
			: value.text		      ? *value.text == '-'
						      : value.integer < 0;
	return pf_number_unary(negative ? PF_OPERATION_SUBTRACT : PF_OPERATION_ADD, &value,
			       evaluation->arena, ret);
}

static struct pf_error *call_hex(struct pf_evaluation *evaluation, const struct pf_result *argument,
				 struct pf_result *ret)
{
	struct pf_result value = *argument;
	char text[32];
	PF_TRY(pf_evaluation_load(evaluation, &value));
	if (value.kind != PF_RESULT_INT && value.kind != PF_RESULT_BOOL)
		return pf_error_create(PF_USAGE, "'%s' object cannot be interpreted as an integer",
				       pf_evaluation_type_name(evaluation, argument));
	if (value.text)
		return pf_error_create(PF_USAGE, "ints of more than 64 bits are not computed here");
	uint64_t absolute = value.integer < 0 ? -(uint64_t)value.integer : (uint64_t)value.integer;
	int size = snprintf(text, sizeof(text), "%s0x%" PRIx64, value.integer < 0 ? "-" : "",
			    absolute);
	return take_text(evaluation, text, (size_t)size, ret);
}

/* ORDER BUILTIN: but isinstance(), whose second argument is a name. */
static struct pf_error *(*const functions[])(struct pf_evaluation *, const struct pf_result *,
					     struct pf_result *) = {
	call_abs, call_bool, call_float, call_hex, call_id,   call_int,
	NULL,	  call_len,  call_repr,	 call_str, call_type,
};

/* Whether the value of a secret would be told. */
static bool tells(enum pf_builtin function)
{
	return function != PF_BUILTIN_BOOL && function != PF_BUILTIN_ID &&
	       function != PF_BUILTIN_LEN && function != PF_BUILTIN_TYPE;
}

struct pf_error *pf_evaluation_call(struct pf_evaluation *evaluation, const struct pf_node *node,
				    struct pf_result *ret)
{
	struct pf_result argument;
	PF_TRY(pf_evaluation_node(evaluation, node->first, &argument));
	if (node->function == PF_BUILTIN_ISINSTANCE)
		return pf_evaluation_isinstance(evaluation, &argument, node->last, ret);
	PF_TRY(functions[node->function](evaluation, &argument, ret));
	ret->secret = argument.secret && tells(node->function);
	return NULL;
}
