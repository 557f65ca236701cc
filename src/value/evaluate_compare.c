/* Comparisons in expressions: order, identity and membership. */
#include "python/object.h"
#include "value/class.h"
#include "value/evaluate_private.h"
#include "value/kinds.h"

static bool holds(enum pf_operation operation, enum pf_order order)
{
	bool strict = operation == PF_OPERATION_LT || operation == PF_OPERATION_GT;
	bool less = operation == PF_OPERATION_LT || operation == PF_OPERATION_LE;
	if (order == PF_ORDER_NONE)
		return false;
	return order == PF_ORDER_EQUAL ? !strict : (order == PF_ORDER_LESS) == less;
}

/* Whether it could have an order: a set, a date, an object that says so. */
static struct pf_error *may_have_order(struct pf_evaluation *evaluation,
				       const struct pf_result *result, bool *ret)
{
	struct pf_object object;
	*ret = false;
	if (result->kind != PF_RESULT_OBJECT)
		return NULL;
	PF_TRY(pf_object_open(evaluation->view, result->at, &object));
	const struct pf_kind *kind = object.class->kind;
	if (object.class->flags & (PF_TYPE_LIST | PF_TYPE_TUPLE | PF_TYPE_DICT))
		return NULL;
	PF_TRY(pf_evaluation_has(evaluation, result, "__lt__", ret));
	*ret |= kind == &pf_kind_set || kind == &pf_kind_frozenset;
	return *ret ? NULL : pf_evaluation_is_hidden(evaluation, &object, ret);
}

static struct pf_error *no_order(struct pf_comparison *comparison, const struct pf_result *a,
				 const struct pf_result *b)
{
	struct pf_evaluation *evaluation = comparison->evaluation;
	bool first, second;
	PF_TRY(pf_evaluation_expect_known(evaluation, a, "__lt__"));
	PF_TRY(pf_evaluation_expect_known(evaluation, b, "__gt__"));
	PF_TRY(may_have_order(evaluation, a, &first));
	PF_TRY(may_have_order(evaluation, b, &second));
	const char *a_type = pf_evaluation_type_name(evaluation, a);
	const char *b_type = pf_evaluation_type_name(evaluation, b);
	if (first || second)
		return pf_error_create(PF_USAGE, "'%s' and '%s' are not compared here", a_type,
				       b_type);
	return pf_error_create(PF_USAGE, "'%s' not supported between instances of '%s' and '%s'",
			       pf_operation_name(comparison->operation), a_type, b_type);
}

/* Tuples and lists have the order of their first items that differ, or that of their lengths. */
static struct pf_error *compare_order(struct pf_comparison *comparison, const struct pf_result *a,
				      const struct pf_result *b, bool *ret)
{
	struct pf_evaluation *evaluation = comparison->evaluation;
	struct pf_result first = *a, second = *b, items[2];
	uint64_t index, lengths[2];
	enum pf_order order;
	bool sequences;
	PF_TRY(pf_evaluation_load(evaluation, &first));
	PF_TRY(pf_evaluation_load(evaluation, &second));
	if (pf_comparison_order(comparison, &first, &second, &order)) {
		*ret = holds(comparison->operation, order);
		return NULL;
	}
	PF_TRY(pf_comparison_is_of_sequences(comparison, &first, &second, &sequences));
	if (!sequences)
		return no_order(comparison, &first, &second);
	PF_TRY(pf_comparison_enter(comparison));
	PF_TRY(pf_comparison_difference(comparison, &first, &second, &index, lengths));
	if (index == lengths[0] || index == lengths[1]) {
		items[0] = pf_result_of_int((int64_t)lengths[0]);
		items[1] = pf_result_of_int((int64_t)lengths[1]);
	} else {
		PF_TRY(pf_evaluation_at(evaluation, &first, index, &items[0]));
		PF_TRY(pf_evaluation_at(evaluation, &second, index, &items[1]));
	}
	return compare_order(comparison, &items[0], &items[1], ret);
}

/* None, True and False are what they are; of other literals nothing has the identity. */
static struct pf_error *compare_identity(struct pf_comparison *comparison,
					 const struct pf_result *a, const struct pf_result *b,
					 bool *ret)
{
	struct pf_result first = *a, second = *b;
	if (a->kind == PF_RESULT_OBJECT && b->kind == PF_RESULT_OBJECT) {
		*ret = a->at == b->at;
		return NULL;
	}
	PF_TRY(pf_evaluation_load(comparison->evaluation, &first));
	PF_TRY(pf_evaluation_load(comparison->evaluation, &second));
	*ret = first.kind == second.kind && first.integer == second.integer;
	if (first.kind == PF_RESULT_NONE || first.kind == PF_RESULT_BOOL ||
	    second.kind == PF_RESULT_NONE || second.kind == PF_RESULT_BOOL)
		return NULL;
	return pf_error_create(PF_USAGE,
			       "\"is\" is for objects, None, True and False: use == here");
}

struct pf_error *pf_evaluation_same_key(struct pf_evaluation *evaluation, const struct pf_result *a,
					const struct pf_result *b, bool *ret)
{
	struct pf_comparison comparison = { .evaluation = evaluation,
					    .operation = PF_OPERATION_EQ,
					    .key = true };
	*ret = a->kind == PF_RESULT_OBJECT && b->kind == PF_RESULT_OBJECT && a->at == b->at;
	return *ret ? NULL : pf_comparison_equals(&comparison, a, b, ret);
}

/* Also what derives from a number or a text may say itself what it equals, and what its order is. */
static struct pf_error *expect_plain(struct pf_evaluation *evaluation, enum pf_operation operation,
				     const struct pf_result *a, const struct pf_result *b)
{
	static const char *const methods[][2] = {
		[PF_OPERATION_EQ] = { "__eq__", "__eq__" },
		[PF_OPERATION_NE] = { "__eq__", "__eq__" },
		[PF_OPERATION_LT] = { "__lt__", "__gt__" },
		[PF_OPERATION_LE] = { "__le__", "__ge__" },
		[PF_OPERATION_GT] = { "__gt__", "__lt__" },
		[PF_OPERATION_GE] = { "__ge__", "__le__" },
	};
	bool same = a->kind == PF_RESULT_OBJECT && b->kind == PF_RESULT_OBJECT && a->at == b->at;
	if (operation >= sizeof(methods) / sizeof(methods[0]) || !methods[operation][0] || same)
		return NULL;
	PF_TRY(pf_evaluation_expect_plain(evaluation, a, methods[operation][0]));
	return pf_evaluation_expect_plain(evaluation, b, methods[operation][1]);
}

struct pf_error *pf_evaluation_compare(struct pf_evaluation *evaluation,
				       enum pf_operation operation, const struct pf_result *a,
				       const struct pf_result *b, bool *ret)
{
	struct pf_comparison comparison = { .evaluation = evaluation, .operation = operation };
	bool negated = operation == PF_OPERATION_NE || operation == PF_OPERATION_IS_NOT ||
		       operation == PF_OPERATION_NOT_IN;
	PF_TRY(expect_plain(evaluation, operation, a, b));
	struct pf_error *err;
	if (operation == PF_OPERATION_EQ || operation == PF_OPERATION_NE)
		err = pf_comparison_equals(&comparison, a, b, ret);
	else if (operation == PF_OPERATION_IS || operation == PF_OPERATION_IS_NOT)
		err = compare_identity(&comparison, a, b, ret);
	else if (operation == PF_OPERATION_IN || operation == PF_OPERATION_NOT_IN)
		err = pf_evaluation_contains(evaluation, b, a, ret);
	else
		err = compare_order(&comparison, a, b, ret);
	if (!err && negated)
		*ret = !*ret;
	return err;
}
