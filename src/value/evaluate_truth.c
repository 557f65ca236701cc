/* What is true: numbers that are not 0, what is not empty, and anything else but None. */
#include "base/cleanup.h"
#include "python/object.h"
#include "value/class.h"
#include "value/evaluate_private.h"
#include "value/kinds.h"
#include "value/lineage.h"

#include <string.h>

/* repr() of one that is nothing, and false, is "datetime.timedelta(0)". */
static struct pf_error *timedelta_truth(struct pf_view *view, const struct pf_object *object,
					bool *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	PF_TRY(object->class->kind->write(view, object, &pf_limits_default, &text));
	PF_TRY(pf_text_check(&text));
	*ret = !strstr(pf_text_str(&text), "(0)");
	return NULL;
}

static const char *truth_method(const struct pf_evaluation *evaluation)
{
	return pf_evaluation_has_byte_text(evaluation) ? "__nonzero__" : "__bool__";
}

/* What is no container may be a number: a Decimal, a timedelta. */
static struct pf_error *expect_no_bool(struct pf_evaluation *evaluation,
				       const struct pf_object *object)
{
	const char *method = truth_method(evaluation);
	pf_addr found;
	PF_TRY(pf_lineage_find(evaluation->view, object->class->at, method, &found));
	if (!found)
		return NULL;
	struct pf_result result = pf_result_of_object(object->at);
	return pf_evaluation_refuse(evaluation, &result, method);
}

/* Python asks __bool__ (2.7: __nonzero__), then __len__. */
static struct pf_error *object_truth(struct pf_evaluation *evaluation,
				     const struct pf_result *result, bool *ret)
{
	struct pf_object object;
	uint64_t length = 1;
	PF_TRY(pf_evaluation_expect_known(evaluation, result, truth_method(evaluation)));
	PF_TRY(pf_evaluation_expect_known(evaluation, result, "__len__"));
	PF_TRY(pf_object_open(evaluation->view, result->at, &object));
	const struct pf_kind *kind = object.class->kind;
	if (kind == &pf_kind_timedelta)
		return timedelta_truth(evaluation->view, &object, ret);
	bool range = kind == &pf_kind_range;
	if (kind->write && !kind->length && !range)
		PF_TRY(expect_no_bool(evaluation, &object));
	if (kind->length || range)
		PF_TRY(pf_evaluation_length(evaluation, result, &length));
	*ret = length != 0;
	return NULL;
}

struct pf_error *pf_evaluation_truth(struct pf_evaluation *evaluation,
				     const struct pf_result *result, bool *ret)
{
	struct pf_result value = *result;
	PF_TRY(pf_evaluation_expect_plain(evaluation, result, truth_method(evaluation)));
	PF_TRY(pf_evaluation_expect_plain(evaluation, result, "__len__"));
	struct pf_error *err = pf_evaluation_load(evaluation, &value);
	if (err && pf_error_code(err) == PF_USAGE) { /* too long or too big: not empty, and not 0 */
		pf_error_destroy(err);
		*ret = true;
		return NULL;
	}
	PF_TRY(err);
	switch (value.kind) {
	case PF_RESULT_OBJECT:
		return object_truth(evaluation, &value, ret);
	case PF_RESULT_NONE:
		*ret = false;
		return NULL;
	case PF_RESULT_BOOL:
	case PF_RESULT_INT:
		*ret = value.integer || value.text;
		return NULL;
	case PF_RESULT_FLOAT:
		*ret = value.real != 0;
		return NULL;
	case PF_RESULT_COMPLEX:
		*ret = value.real != 0 || value.imag != 0;
		return NULL;
	case PF_RESULT_STR:
	case PF_RESULT_BYTES:
		*ret = value.size;
		return NULL;
	case PF_RESULT_TUPLE:
	case PF_RESULT_LIST:
	case PF_RESULT_SLICE:
	case PF_RESULT_DICT:
		break;
	}
	*ret = value.count;
	return NULL;
}
