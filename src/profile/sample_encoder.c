/* Samples as the bytes of a recording: a byte or two each. */
#include "profile/sample_encoder.h"

#include "profile/recording_format.h"
#include "profile/tally.h"

#include <stdlib.h>

void pf_sample_encoder_deinit(struct pf_sample_encoder *encoder)
{
	pf_sample_model_deinit(&encoder->model);
	pf_tally_destroy(encoder->tally);
	pf_array_deinit(&encoder->kind_of_row);
	pf_bytes_deinit(&encoder->times);
	pf_bytes_deinit(&encoder->moments);
	pf_bytes_deinit(&encoder->runs);
	pf_bytes_deinit(&encoder->kinds);
}

static struct pf_error *find_rows(struct pf_sample_encoder *encoder,
				  const struct pf_sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		PF_TRY(pf_tally_intern(encoder->tally, &samples[i], &encoder->rows[i]));
		while (encoder->kind_of_row.count <= encoder->rows[i])
			PF_TRY(pf_array_push(&encoder->kind_of_row, PF_NO_KIND));
	}
	return NULL;
}

struct pf_error *pf_sample_encoder_prepare(struct pf_sample_encoder *encoder, size_t thread_count,
					   const struct pf_sample *samples, size_t count)
{
	struct pf_bytes *columns[] = { &encoder->times, &encoder->moments, &encoder->runs,
				       &encoder->kinds };
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		pf_bytes_clear(columns[i]);
		PF_TRY(pf_bytes_reserve(columns[i], count * PF_SAMPLE_BYTES_MAX));
	}
	if (!encoder->tally)
		PF_TRY(pf_tally_create(PF_BY_THREAD | PF_BY_SYSCALL, &encoder->tally));
	PF_TRY(find_rows(encoder, samples, count));
	return pf_sample_model_reserve(&encoder->model, thread_count, count);
}

/* Samples of one time are one moment: its distance from the expected time, and their number. */
static void emit_times(struct pf_sample_encoder *encoder, const struct pf_sample *samples,
		       size_t count, uint64_t unit_ns)
{
	struct pf_sample_model *model = &encoder->model;
	size_t last_size = 0, repeated = 0;
	for (size_t i = 0, size; i < count; i += size) {
		uint64_t time = samples[i].time_ns / unit_ns;
		for (size = 1; i + size < count && samples[i + size].time_ns / unit_ns == time;)
			size++;
		pf_bytes_zigzag(&encoder->times, (int64_t)(time - model->time - model->interval));
		model->time = time;
		if (repeated && size != last_size) {
			pf_bytes_varint(&encoder->moments, last_size);
			pf_bytes_varint(&encoder->moments, repeated);
			repeated = 0;
		}
		last_size = size;
		repeated++;
	}
	pf_bytes_varint(&encoder->moments, last_size);
	pf_bytes_varint(&encoder->moments, repeated);
}

/* Names a kind: its rank + 1; or 0 and what it is made of. */
static uint32_t emit_kind(struct pf_sample_encoder *encoder, const struct pf_sample *sample,
			  uint32_t kind)
{
	struct pf_sample_model *model = &encoder->model;
	if (kind != PF_NO_KIND) {
		pf_bytes_varint(&encoder->kinds, (uint64_t)model->kinds.items[kind].rank + 1);
		return kind;
	}
	uint64_t flag = sample->syscall ? PF_KIND_SYSCALL : 0;
	pf_bytes_varint(&encoder->kinds, 0);
	pf_bytes_varint(&encoder->kinds, (uint64_t)sample->thread << 4 | flag | sample->state);
	pf_bytes_zigzag(&encoder->kinds, (int64_t)sample->stack - model->last_new_stack);
	if (flag)
		pf_bytes_varint(&encoder->kinds, sample->syscall);
	struct pf_kind fresh = { sample->thread, sample->stack, sample->state, sample->syscall, 0 };
	return pf_sample_model_add(model, &fresh);
}

/* Runs: so many as expected, so many that are not, and so on. The latter are named. */
static void emit_kinds(struct pf_sample_encoder *encoder, const struct pf_sample *samples,
		       size_t count)
{
	struct pf_sample_model *model = &encoder->model;
	bool named = false;
	size_t run = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t *kind = &encoder->kind_of_row.items[encoder->rows[i]];
		bool expected = *kind != PF_NO_KIND && *kind == pf_sample_model_expect(model);
		if (expected == named) {
			pf_bytes_varint(&encoder->runs, run);
			named = !named;
			run = 0;
		}
		run++;
		if (!expected) {
			*kind = emit_kind(encoder, &samples[i], *kind);
			pf_sample_model_promote(model, *kind);
		}
		pf_sample_model_advance(model, *kind);
	}
	pf_bytes_varint(&encoder->runs, run);
}

void pf_sample_encoder_emit(struct pf_sample_encoder *encoder, const struct pf_sample *samples,
			    size_t count, uint64_t unit_ns, struct pf_bytes *out)
{
	emit_times(encoder, samples, count, unit_ns);
	emit_kinds(encoder, samples, count);
	pf_bytes_varint(out, count);
	pf_bytes_sized(out, encoder->times.items, encoder->times.count);
	pf_bytes_sized(out, encoder->moments.items, encoder->moments.count);
	pf_bytes_sized(out, encoder->runs.items, encoder->runs.count);
	pf_bytes_sized(out, encoder->kinds.items, encoder->kinds.count);
}
