/* Results as text: as repr() prints them, whether they are the target's or our own. */
#include "base/cleanup.h"
#include "value/class.h"
#include "value/complex.h"
#include "value/evaluate_private.h"
#include "value/quoted.h"
#include "value/repr.h"
#include "value/shortest.h"
#include "value/wtf8.h"

#include <inttypes.h>
#include <stdlib.h>

/* What is being written; DEPTH counts tuples and lists of our own in each other. */
struct writing {
	struct pf_evaluation *evaluation;
	const struct pf_limits *limits;
	struct pf_text *text;
	unsigned depth;
};

static struct pf_error *write_result(struct writing *writing, const struct pf_result *result);

/* As many as the limit says, and "..." for more. */
static uint64_t limited(uint64_t count, unsigned limit)
{
	return limit && count > limit ? limit : count;
}

static struct pf_error *write_text(struct writing *writing, const struct pf_result *result)
{
	const char *at = result->text, *end = at + result->size;
	uint64_t count = 0, all = pf_wtf8_count(result->text, result->size);
	PF_AUTO_FREE uint32_t *units = malloc((all + 1) * sizeof(*units));
	if (!units)
		return &pf_error_no_memory;
	while (at < end)
		at += pf_wtf8_decode(at, &units[count++]);
	bool python2 = pf_evaluation_has_byte_text(writing->evaluation);
	uint64_t shown = limited(count, writing->limits->max_string);
	pf_text_append_str(writing->text, python2 ? "u" : "");
	pf_quoted_append(writing->text,
			 &(struct pf_units){ units, shown, sizeof(*units), python2 });
	pf_text_append_str(writing->text, shown < count ? "..." : "");
	return NULL;
}

static struct pf_error *write_bytes(struct writing *writing, const struct pf_result *result)
{
	bool python2 = pf_evaluation_has_byte_text(writing->evaluation);
	uint64_t shown = limited(result->size, writing->limits->max_string);
	pf_text_append_str(writing->text, python2 ? "" : "b");
	pf_quoted_append(writing->text, &(struct pf_units){ result->text, shown, 1, true });
	pf_text_append_str(writing->text, shown < result->size ? "..." : "");
	return NULL;
}

static struct pf_error *write_items(struct writing *writing, const struct pf_result *result,
				    bool tuple)
{
	uint64_t shown = limited(result->count, writing->limits->elements);
	pf_text_append_str(writing->text, tuple ? "(" : "[");
	for (uint64_t i = 0; i < shown; i++) {
		struct pf_result item;
		pf_text_append_str(writing->text, i ? ", " : "");
		PF_TRY(pf_evaluation_at(writing->evaluation, result, i, &item));
		PF_TRY(write_result(writing, &item));
	}
	pf_text_append_str(writing->text, shown < result->count ? "..." : "");
	pf_text_append_str(writing->text, tuple && result->count == 1 ? ",)" : tuple ? ")" : "]");
	return NULL;
}

/* A slice of a range is a range, of whose items there need not be any. */
static struct pf_error *write_range(struct writing *writing, const struct pf_result *slice)
{
	const struct pf_result whole = pf_result_of_object(slice->at);
	struct pf_result start, next, stop;
	PF_TRY(pf_evaluation_at(writing->evaluation, &whole, (uint64_t)slice->start, &start));
	PF_TRY(pf_evaluation_at(writing->evaluation, &whole, (uint64_t)(slice->start + slice->step),
				&next));
	PF_TRY(pf_evaluation_at(writing->evaluation, &whole, (uint64_t)slice->integer, &stop));
	uint64_t step = (uint64_t)next.integer - (uint64_t)start.integer;
	pf_text_printf(writing->text, "range(%" PRId64 ", %" PRId64, start.integer, stop.integer);
	if (step != 1)
		pf_text_printf(writing->text, ", %" PRId64, (int64_t)step);
	pf_text_append_str(writing->text, ")");
	return NULL;
}

static struct pf_error *write_sequence(struct writing *writing, const struct pf_result *result)
{
	enum pf_sequence sequence;
	PF_TRY(pf_evaluation_sequence(writing->evaluation, result, &sequence));
	if (sequence == PF_SEQUENCE_RANGE)
		return write_range(writing, result);
	if (++writing->depth > PF_EXPRESSION_DEPTH)
		return pf_error_create(PF_USAGE, "too many tuples or lists in each other");
	PF_TRY(write_items(writing, result, sequence == PF_SEQUENCE_TUPLE));
	writing->depth--;
	return NULL;
}

static struct pf_error *write_dict(struct writing *writing, const struct pf_result *result)
{
	uint64_t shown = limited(result->count, writing->limits->elements);
	pf_text_append_str(writing->text, "{");
	for (uint64_t i = 0; i < shown; i++) {
		const struct pf_result *pair = result->items[i].items;
		pf_text_append_str(writing->text, i ? ", " : "");
		PF_TRY(write_result(writing, &pair[0]));
		pf_text_append_str(writing->text, ": ");
		PF_TRY(write_result(writing, &pair[1]));
	}
	pf_text_append_str(writing->text, shown < result->count ? "...}" : "}");
	return NULL;
}

static struct pf_error *write_int(struct writing *writing, const struct pf_result *result)
{
	if (result->text)
		pf_text_append_str(writing->text, result->text);
	else
		pf_text_printf(writing->text, "%" PRId64, result->integer);
	return NULL;
}

static struct pf_error *write_result(struct writing *writing, const struct pf_result *result)
{
	if (result->secret) {
		pf_text_append_str(writing->text, PF_REDACTED);
		return NULL;
	}
	switch (result->kind) {
	case PF_RESULT_OBJECT:
		return pf_repr(writing->evaluation->view, result->at, writing->limits,
			       writing->text);
	case PF_RESULT_NONE:
		pf_text_append_str(writing->text, "None");
		return NULL;
	case PF_RESULT_BOOL:
		pf_text_append_str(writing->text, result->integer ? "True" : "False");
		return NULL;
	case PF_RESULT_INT:
		return write_int(writing, result);
	case PF_RESULT_FLOAT:
		pf_shortest_append(writing->text, result->real, true);
		return NULL;
	case PF_RESULT_COMPLEX:
		pf_complex_append(writing->text, result->real, result->imag);
		return NULL;
	case PF_RESULT_STR:
		return write_text(writing, result);
	case PF_RESULT_BYTES:
		return write_bytes(writing, result);
	case PF_RESULT_DICT:
		return write_dict(writing, result);
	case PF_RESULT_TUPLE:
	case PF_RESULT_LIST:
	case PF_RESULT_SLICE:
		break;
	}
	return write_sequence(writing, result);
}

struct pf_error *pf_result_repr(struct pf_view *view, const struct pf_result *result,
				const struct pf_limits *limits, struct pf_text *text)
{
	struct pf_arena arena = { 0 };
	struct pf_evaluation evaluation = { .view = view, .arena = &arena };
	struct writing writing = { .evaluation = &evaluation, .limits = limits, .text = text };
	struct pf_error *err = write_result(&writing, result);
	pf_arena_deinit(&arena);
	return err ? err : pf_text_check(text);
}
