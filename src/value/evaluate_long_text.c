/* Texts that are too long to be loaded: how long they are, and parts of them. */
#include "python/object.h"
#include "python/string.h"
#include "value/class.h"
#include "value/evaluate_private.h"
#include "value/kinds.h"

struct pf_error *pf_evaluation_long_text(struct pf_evaluation *evaluation,
					 const struct pf_result *result, uint64_t *ret)
{
	struct pf_object object;
	uint64_t length = 0;
	*ret = 0;
	if (result->kind != PF_RESULT_OBJECT)
		return NULL;
	PF_TRY(pf_object_open(evaluation->view, result->at, &object));
	if (object.class->flags & PF_TYPE_TEXT)
		PF_TRY(pf_kind_text.length(evaluation->view, &object, &length));
	else if (object.class->flags & PF_TYPE_BYTES)
		PF_TRY(pf_kind_bytes.length(evaluation->view, &object, &length));
	else if (object.class->kind == &pf_kind_bytearray)
		PF_TRY(pf_kind_bytearray.length(evaluation->view, &object, &length));
	*ret = length > PF_EVALUATE_TEXT ? length : 0;
	return NULL;
}

struct pf_error *pf_evaluation_differ(struct pf_evaluation *evaluation, const struct pf_result *a,
				      const struct pf_result *b, struct pf_error *failure)
{
	uint64_t first = 0, second = 0;
	if (!failure || pf_error_code(failure) != PF_USAGE)
		return failure;
	struct pf_error *err = pf_evaluation_long_text(evaluation, a, &first);
	if (!err)
		err = pf_evaluation_long_text(evaluation, b, &second);
	if (!err && first == second)
		return failure;
	pf_error_destroy(failure);
	return err;
}

struct pf_error *pf_evaluation_long_slice(struct pf_evaluation *evaluation,
					  const struct pf_result *text, struct pf_result *slice,
					  struct pf_result *ret)
{
	int64_t last = slice->start + ((int64_t)slice->count - 1) * slice->step, first = last;
	uint64_t length, span = 0;
	if (slice->step > 0)
		first = slice->start;
	if (slice->count)
		span = (uint64_t)(slice->start > last ? slice->start - last : last - slice->start) +
		       1;
	PF_TRY(pf_evaluation_load_part(evaluation, text, span ? (uint64_t)first : 0, span, ret));
	slice->start -= first;
	PF_TRY(pf_evaluation_length(evaluation, ret, &length));
	if (slice->step == 1 || !slice->count || length == span)
		return NULL;
	return pf_error_create(PF_USAGE, "pairs of surrogates are not sliced here");
}
