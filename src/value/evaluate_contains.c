/* "in" in expressions: in text, ranges, sequences, and whatever can be searched. */
#include "value/evaluate_private.h"

#include <string.h>

static struct pf_error *text_contains(struct pf_evaluation *evaluation,
				      const struct pf_result *text, const struct pf_result *item,
				      bool *ret)
{
	bool python2 = pf_evaluation_has_byte_text(evaluation);
	bool string = text->kind == PF_RESULT_STR || python2;
	unsigned char byte = (unsigned char)item->integer;
	if (pf_evaluation_is_text(item) && (item->kind == text->kind || python2)) {
		*ret = memmem(text->text, text->size, item->text, item->size) != NULL;
		return NULL;
	}
	if (text->kind == PF_RESULT_BYTES && !python2 && item->kind == PF_RESULT_INT &&
	    !item->text && item->integer >= 0 && item->integer < 256) {
		*ret = memchr(text->text, byte, text->size) != NULL;
		return NULL;
	}
	return pf_error_create(PF_USAGE, "'in <%s>' requires %s as left operand, not %s",
			       string ? "string" : "bytes", string ? "string" : "bytes or a byte",
			       pf_evaluation_type_name(evaluation, item));
}

/* start, start + step …: whether ITEM is one of them. */
static struct pf_error *range_contains(struct pf_evaluation *evaluation,
				       const struct pf_result *range, const struct pf_result *item,
				       bool *ret)
{
	struct pf_result first, second = pf_result_of_int(0);
	uint64_t length;
	*ret = false;
	PF_TRY(pf_evaluation_length(evaluation, range, &length));
	if (!length || !pf_result_is_number(item))
		return NULL;
	PF_TRY(pf_evaluation_at(evaluation, range, 0, &first));
	if (length > 1)
		PF_TRY(pf_evaluation_at(evaluation, range, 1, &second));
	uint64_t step = length > 1 ? (uint64_t)second.integer - (uint64_t)first.integer : 1;
	struct pf_result whole = *item;
	if (item->kind == PF_RESULT_FLOAT)
		whole = pf_result_of_int(
			item->real > -0x1p63 && item->real < 0x1p63 ? (int64_t)item->real : 0);
	if (item->text || pf_number_order(item, &whole) != PF_ORDER_EQUAL)
		return NULL;
	uint64_t distance = (uint64_t)whole.integer - (uint64_t)first.integer;
	if ((int64_t)step < 0) {
		step = -step;
		distance = -distance;
	}
	*ret = distance % step == 0 && distance / step < length;
	return NULL;
}

static struct pf_error *sequence_contains(struct pf_evaluation *evaluation,
					  const struct pf_result *sequence,
					  const struct pf_result *item, bool *ret)
{
	struct pf_result candidate;
	uint64_t length;
	*ret = false;
	PF_TRY(pf_evaluation_length(evaluation, sequence, &length));
	for (uint64_t i = 0; i < length && !*ret; i++) {
		PF_TRY(pf_evaluation_count(evaluation, 1));
		PF_TRY(pf_evaluation_at(evaluation, sequence, i, &candidate));
		PF_TRY(pf_evaluation_compare(evaluation, PF_OPERATION_EQ, &candidate, item, ret));
	}
	return NULL;
}

struct pf_error *pf_evaluation_not_iterable(struct pf_evaluation *evaluation,
					    const struct pf_result *container)
{
	return pf_error_create(PF_USAGE, "argument of type '%s' is not iterable",
			       pf_evaluation_type_name(evaluation, container));
}

struct pf_error *pf_evaluation_contains(struct pf_evaluation *evaluation,
					const struct pf_result *container,
					const struct pf_result *item, bool *ret)
{
	struct pf_result value = *container, wanted = *item;
	enum pf_sequence sequence;
	PF_TRY(pf_evaluation_expect_known(evaluation, container, "__contains__"));
	PF_TRY(pf_evaluation_load(evaluation, &value));
	PF_TRY(pf_evaluation_load(evaluation, &wanted));
	if (value.kind == PF_RESULT_DICT)
		return pf_evaluation_find_own(evaluation, &value, item, ret, &value);
	if (pf_evaluation_is_text(&value))
		return text_contains(evaluation, &value, &wanted, ret);
	PF_TRY(pf_evaluation_sequence(evaluation, &value, &sequence));
	switch (sequence) {
	case PF_SEQUENCE_RANGE:
		return range_contains(evaluation, &value, &wanted, ret);
	case PF_SEQUENCE_TUPLE:
	case PF_SEQUENCE_LIST:
		return sequence_contains(evaluation, &value, &wanted, ret);
	case PF_SEQUENCE_OTHER:
	case PF_SEQUENCE_NONE:
		break;
	}
	if (value.kind != PF_RESULT_OBJECT)
		return pf_evaluation_not_iterable(evaluation, container);
	return pf_evaluation_finds(evaluation, &value, item, ret);
}
