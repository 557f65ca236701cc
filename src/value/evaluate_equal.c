/* What is equal in expressions: by value where reading is enough to know. */
#include "base/cleanup.h"
#include "python/object.h"
#include "value/class.h"
#include "value/complex.h"
#include "value/evaluate_private.h"
#include "value/kinds.h"

#include <string.h>

/* In 2.7 a str is bytes, and equals the unicode of the same letters. */
static bool are_texts(const struct pf_comparison *comparison, const struct pf_result *a,
		      const struct pf_result *b)
{
	return pf_evaluation_is_text(a) && pf_evaluation_is_text(b) &&
	       (a->kind == b->kind || pf_evaluation_has_byte_text(comparison->evaluation));
}

/* UTF-8 has the order of its code points. */
static enum pf_order order_texts(const struct pf_result *a, const struct pf_result *b)
{
	int order = memcmp(a->text, b->text, a->size < b->size ? a->size : b->size);
	if (!order)
		order = (a->size > b->size) - (a->size < b->size);
	return order < 0 ? PF_ORDER_LESS : order ? PF_ORDER_GREATER : PF_ORDER_EQUAL;
}

bool pf_comparison_order(const struct pf_comparison *comparison, const struct pf_result *a,
			 const struct pf_result *b, enum pf_order *ret)
{
	if (pf_result_is_number(a) && pf_result_is_number(b))
		*ret = pf_number_order(a, b);
	else if (are_texts(comparison, a, b))
		*ret = order_texts(a, b);
	else
		return false;
	return true;
}

struct pf_error *pf_comparison_is_of_sequences(const struct pf_comparison *comparison,
					       const struct pf_result *a, const struct pf_result *b,
					       bool *ret)
{
	enum pf_sequence first, second;
	PF_TRY(pf_evaluation_sequence(comparison->evaluation, a, &first));
	PF_TRY(pf_evaluation_sequence(comparison->evaluation, b, &second));
	*ret = first == second && (first == PF_SEQUENCE_TUPLE || first == PF_SEQUENCE_LIST);
	return NULL;
}

static struct pf_error *not_compared(const struct pf_comparison *comparison,
				     const struct pf_result *a, const struct pf_result *b)
{
	struct pf_evaluation *evaluation = comparison->evaluation;
	return pf_error_create(PF_USAGE, "'%s' and '%s' are not compared here",
			       pf_evaluation_type_name(evaluation, a),
			       pf_evaluation_type_name(evaluation, b));
}

struct pf_error *pf_comparison_difference(struct pf_comparison *comparison,
					  const struct pf_result *a, const struct pf_result *b,
					  uint64_t *index, uint64_t lengths[2])
{
	struct pf_evaluation *evaluation = comparison->evaluation;
	struct pf_result first, second;
	bool same = true;
	PF_TRY(pf_evaluation_length(evaluation, a, &lengths[0]));
	PF_TRY(pf_evaluation_length(evaluation, b, &lengths[1]));
	for (*index = 0; *index < lengths[0] && *index < lengths[1]; ++*index) {
		PF_TRY(pf_evaluation_count(evaluation, 1));
		PF_TRY(pf_evaluation_at(evaluation, a, *index, &first));
		PF_TRY(pf_evaluation_at(evaluation, b, *index, &second));
		same = first.kind == PF_RESULT_OBJECT && second.kind == PF_RESULT_OBJECT &&
		       first.at == second.at; /* even nan */
		if (!same)
			PF_TRY(pf_comparison_equals(comparison, &first, &second, &same));
		if (!same)
			break;
	}
	return NULL;
}

struct pf_error *pf_comparison_enter(struct pf_comparison *comparison)
{
	if (++comparison->depth <= PF_EVALUATE_DEPTH)
		return NULL;
	return pf_error_create(PF_USAGE,
			       "more than %d tuples or lists in each other are not compared",
			       PF_EVALUATE_DEPTH);
}

static struct pf_error *equal_sequences(struct pf_comparison *comparison, const struct pf_result *a,
					const struct pf_result *b, bool *ret)
{
	uint64_t index, lengths[2];
	PF_TRY(pf_evaluation_length(comparison->evaluation, a, &lengths[0]));
	PF_TRY(pf_evaluation_length(comparison->evaluation, b, &lengths[1]));
	*ret = false;
	if (lengths[0] != lengths[1])
		return NULL;
	PF_TRY(pf_comparison_enter(comparison));
	PF_TRY(pf_comparison_difference(comparison, a, b, &index, lengths));
	comparison->depth--;
	*ret = index == lengths[0];
	return NULL;
}

/* Objects of one known kind that have no children are equal when they are written the same. */
static struct pf_error *equal_written(struct pf_comparison *comparison, const struct pf_object *a,
				      const struct pf_object *b, bool *ret)
{
	static const struct pf_limits all = { 0 };
	PF_GUARD(pf_text_deinit) struct pf_text first = { 0 }, second = { 0 };
	struct pf_view *view = comparison->evaluation->view;
	struct pf_result results[] = { pf_result_of_object(a->at), pf_result_of_object(b->at) };
	PF_TRY(a->class->kind->write(view, a, &all, &first));
	PF_TRY(b->class->kind->write(view, b, &all, &second));
	PF_TRY(pf_text_check(&first));
	PF_TRY(pf_text_check(&second));
	*ret = !strcmp(pf_text_str(&first), pf_text_str(&second));
	if (*ret || strstr(pf_text_str(&first), " at 0x")) /* has no value, but an identity */
		return NULL;
	return not_compared(comparison, &results[0], &results[1]);
}

static struct pf_error *equal_known(struct pf_comparison *comparison, const struct pf_object *a,
				    const struct pf_object *b, bool *ret)
{
	const struct pf_kind *kind = a->class->kind;
	struct pf_view *view = comparison->evaluation->view;
	struct pf_result results[] = { pf_result_of_object(a->at), pf_result_of_object(b->at) };
	uint64_t lengths[2];
	*ret = false;
	if (kind == &pf_kind_plain || kind != b->class->kind || a->class->flags & PF_TYPE_CLASS)
		return NULL;
	if (kind->write)
		return equal_written(comparison, a, b, ret);
	if (!kind->length)
		return NULL;
	PF_TRY(kind->length(view, a, &lengths[0]));
	PF_TRY(kind->length(view, b, &lengths[1]));
	if (lengths[0] != lengths[1])
		return NULL;
	*ret = !lengths[0];
	return *ret ? NULL : not_compared(comparison, &results[0], &results[1]);
}

/* A number equals a Decimal or a Fraction that is worth the same; nothing else that is an object. */
static struct pf_error *equal_value(const struct pf_comparison *comparison,
				    const struct pf_result *a, const struct pf_result *b)
{
	const struct pf_result *object = a->kind == PF_RESULT_OBJECT ? a : b;
	const struct pf_result *value = object == a ? b : a;
	bool number;
	if (object->kind != PF_RESULT_OBJECT ||
	    !(pf_result_is_number(value) || value->kind == PF_RESULT_COMPLEX))
		return NULL;
	PF_TRY(pf_evaluation_has(comparison->evaluation, object, "__float__", &number));
	return number ? not_compared(comparison, a, b) : NULL;
}

/* Slices of lists and tuples are compared by their items; others, as of a range, are not. */
static struct pf_error *check_slices(const struct pf_comparison *comparison,
				     const struct pf_result *a, const struct pf_result *b)
{
	enum pf_sequence first, second;
	bool slices = a->kind == PF_RESULT_SLICE || b->kind == PF_RESULT_SLICE;
	PF_TRY(pf_evaluation_sequence(comparison->evaluation, a, &first));
	PF_TRY(pf_evaluation_sequence(comparison->evaluation, b, &second));
	if (!slices || first != second)
		return NULL;
	return pf_error_create(PF_USAGE, "slices are compared here of lists and tuples only");
}

static struct pf_error *expect_known_equality(struct pf_evaluation *evaluation,
					      const struct pf_result *a, const struct pf_result *b)
{
	PF_TRY(pf_evaluation_expect_known(evaluation, a, "__eq__"));
	PF_TRY(pf_evaluation_expect_known(evaluation, b, "__eq__"));
	PF_TRY(pf_evaluation_expect_known(evaluation, a, "__cmp__"));
	return pf_evaluation_expect_known(evaluation, b, "__cmp__");
}

/* What is no value of ours is itself, and nothing else unless its class says so. */
static struct pf_error *equal_objects(struct pf_comparison *comparison, const struct pf_result *a,
				      const struct pf_result *b, bool *ret)
{
	struct pf_object first, second;
	struct pf_evaluation *evaluation = comparison->evaluation;
	bool objects = a->kind == PF_RESULT_OBJECT && b->kind == PF_RESULT_OBJECT;
	*ret = objects && a->at == b->at;
	if (*ret || comparison->key)
		return NULL;
	if (a->kind == PF_RESULT_DICT || b->kind == PF_RESULT_DICT)
		return not_compared(comparison, a, b);
	PF_TRY(expect_known_equality(evaluation, a, b));
	if (!objects)
		PF_TRY(check_slices(comparison, a, b));
	if (!objects)
		return equal_value(comparison, a, b);
	PF_TRY(pf_object_open(evaluation->view, a->at, &first));
	PF_TRY(pf_object_open(evaluation->view, b->at, &second));
	return equal_known(comparison, &first, &second, ret);
}

/* One of them is too long to be loaded: that may be enough to know. */
static struct pf_error *equal_long(struct pf_comparison *comparison, const struct pf_result *a,
				   const struct pf_result *b, struct pf_error *failure, bool *ret)
{
	struct pf_evaluation *evaluation = comparison->evaluation;
	*ret = a->kind == PF_RESULT_OBJECT && b->kind == PF_RESULT_OBJECT && a->at == b->at;
	if (*ret) {
		pf_error_destroy(failure);
		return NULL;
	}
	PF_TRY(pf_evaluation_differ(evaluation, a, b, failure));
	return expect_known_equality(evaluation, a, b);
}

struct pf_error *pf_comparison_equals(struct pf_comparison *comparison, const struct pf_result *a,
				      const struct pf_result *b, bool *ret)
{
	struct pf_result first = *a, second = *b;
	enum pf_order order;
	bool sequences;
	struct pf_error *err = pf_evaluation_load(comparison->evaluation, &first);
	if (!err)
		err = pf_evaluation_load(comparison->evaluation, &second);
	if (err)
		return equal_long(comparison, a, b, err, ret);
	if (pf_comparison_order(comparison, &first, &second, &order)) {
		*ret = order == PF_ORDER_EQUAL;
		return NULL;
	}
	if (pf_complex_is_among(&first, &second)) {
		*ret = pf_complex_equals(&first, &second);
		return NULL;
	}
	if (first.kind == PF_RESULT_NONE && second.kind == PF_RESULT_NONE) {
		*ret = true;
		return NULL;
	}
	PF_TRY(pf_comparison_is_of_sequences(comparison, &first, &second, &sequences));
	if (sequences)
		return equal_sequences(comparison, &first, &second, ret);
	return equal_objects(comparison, &first, &second, ret);
}
