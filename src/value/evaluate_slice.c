/* Slices in expressions: of text, of tuples of our own, and of sequences of the target. */
#include "base/cleanup.h"
#include "value/evaluate_private.h"

#include <string.h>

/* A part of a slice, PySlice_AdjustIndices() of Objects/sliceobject.c: where it is when absent. */
static int64_t part_of(const struct pf_result *part, int64_t absent, int64_t length, bool down)
{
	int64_t least = down ? -1 : 0, most = down ? length - 1 : length;
	if (part->kind == PF_RESULT_NONE)
		return absent;
	int64_t value = part->integer;
	if (part->text) /* beyond all items */
		value = *part->text == '-' ? INT64_MIN : INT64_MAX;
	if (value < 0)
		value = value < -length ? least : value + length;
	return value < least ? least : value > most ? most : value;
}

/* COUNT items of SEQUENCE: a text or a tuple of our own, or a slice of what the target has. */
static struct pf_error *take_items(struct pf_evaluation *evaluation,
				   const struct pf_result *sequence, const struct pf_result *slice,
				   struct pf_result *ret)
{
	PF_TRY(pf_evaluation_count(evaluation, slice->count));
	struct pf_result *items =
		pf_arena_alloc(evaluation->arena, (slice->count + 1) * sizeof(*items));
	if (!items)
		return &pf_error_no_memory;
	for (uint64_t i = 0; i < slice->count; i++)
		items[i] = sequence->items[slice->start + (int64_t)i * slice->step];
	*ret = (struct pf_result){ .kind = sequence->kind, .items = items, .count = slice->count };
	return NULL;
}

/* Where each character begins: of what is ASCII, each byte. */
static struct pf_error *take_text(struct pf_evaluation *evaluation,
				  const struct pf_result *sequence, const struct pf_result *slice,
				  struct pf_result *ret)
{
	uint64_t count = 0;
	PF_AUTO_FREE uint32_t *begins = malloc((sequence->size + 2) * sizeof(*begins));
	char *text = pf_arena_alloc(evaluation->arena, sequence->size + 1), *to = text;
	if (!begins || !text)
		return &pf_error_no_memory;
	for (size_t i = 0; i < sequence->size; i++)
		if (sequence->kind == PF_RESULT_BYTES ||
		    ((uint8_t)sequence->text[i] & 0xc0) != 0x80)
			begins[count++] = (uint32_t)i;
	begins[count] = (uint32_t)sequence->size;
	for (uint64_t i = 0; i < slice->count; i++) {
		int64_t index = slice->start + (int64_t)i * slice->step;
		uint32_t size = begins[index + 1] - begins[index];
		memcpy(to, sequence->text + begins[index], size);
		to += size;
	}
	*to = '\0';
	*ret = (struct pf_result){ .kind = sequence->kind,
				   .text = text,
				   .size = (size_t)(to - text) };
	return NULL;
}

static struct pf_error *take_slice(struct pf_evaluation *evaluation,
				   const struct pf_result *sequence, struct pf_result *slice,
				   struct pf_result *ret)
{
	if (sequence->kind == PF_RESULT_STR || sequence->kind == PF_RESULT_BYTES)
		return take_text(evaluation, sequence, slice, ret);
	if (sequence->kind == PF_RESULT_TUPLE || sequence->kind == PF_RESULT_LIST)
		return take_items(evaluation, sequence, slice, ret);
	if (sequence->kind == PF_RESULT_SLICE) { /* of a slice */
		slice->start = sequence->start + slice->start * sequence->step;
		slice->integer = sequence->start + slice->integer * sequence->step;
		slice->step *= sequence->step;
	}
	slice->kind = PF_RESULT_SLICE;
	slice->at = sequence->at;
	*ret = *slice;
	return NULL;
}

static struct pf_error *check_parts(const struct pf_result parts[3])
{
	for (size_t i = 0; i < 3; i++)
		if (parts[i].kind != PF_RESULT_NONE && !pf_evaluation_is_index(&parts[i]))
			return pf_error_create(PF_USAGE, "slice indices must be integers or None");
	if (pf_evaluation_is_index(&parts[2]) && !parts[2].integer && !parts[2].text)
		return pf_error_create(PF_USAGE, "slice step cannot be zero");
	return NULL;
}

/* More than the length is as good as the length: nothing overflows then. */
static int64_t step_of(const struct pf_result *part, int64_t length)
{
	int64_t step = part->kind == PF_RESULT_NONE ? 1 : part->integer;
	if (part->text)
		step = *part->text == '-' ? -length - 1 : length + 1;
	return step > length + 1 ? length + 1 : step < -length - 1 ? -length - 1 : step;
}

struct pf_error *pf_evaluation_slice(struct pf_evaluation *evaluation,
				     const struct pf_result *object,
				     const struct pf_result parts[3], struct pf_result *ret)
{
	struct pf_result value = *object, slice = { 0 };
	enum pf_sequence sequence;
	uint64_t count;
	PF_TRY(pf_evaluation_expect_known(evaluation, object, "__getitem__"));
	PF_TRY(pf_evaluation_long_text(evaluation, object, &count));
	bool is_long = count > 0;
	if (!is_long)
		PF_TRY(pf_evaluation_load(evaluation, &value));
	PF_TRY(pf_evaluation_sequence(evaluation, &value, &sequence));
	if (!is_long && sequence == PF_SEQUENCE_NONE)
		return pf_evaluation_not_subscriptable(evaluation, object);
	PF_TRY(check_parts(parts));
	if (!is_long)
		PF_TRY(pf_evaluation_length(evaluation, &value, &count));
	if (count > INT64_MAX >> 2)
		return pf_error_create(PF_USAGE, "a range of more than 61 bits is not sliced here");
	int64_t length = (int64_t)count;
	slice.step = step_of(&parts[2], length);
	bool down = slice.step < 0;
	slice.start = part_of(&parts[0], down ? length - 1 : 0, length, down);
	int64_t stop = part_of(&parts[1], down ? -1 : length, length, down);
	slice.integer = stop;
	int64_t distance = down ? slice.start - stop : stop - slice.start;
	if (distance > 0)
		slice.count = (uint64_t)((distance - 1) / (down ? -slice.step : slice.step) + 1);
	if (is_long)
		PF_TRY(pf_evaluation_long_slice(evaluation, object, &slice, &value));
	return take_slice(evaluation, &value, &slice, ret);
}
