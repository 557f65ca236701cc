/* Samples out of the bytes of a recording, which may hold anything. */
#include "profile/sample_decoder.h"

#include "profile/recording_format.h"

static bool decode_times(struct pf_sample_model *model, struct pf_unread times,
			 struct pf_unread moments, uint64_t unit_ns, struct pf_sample *samples,
			 size_t count)
{
	const uint64_t latest = ((UINT64_C(1) << 56) - 1) / unit_ns;
	uint64_t size = 0, repeated = 0;
	for (size_t i = 0; i < count; repeated--) {
		if (!repeated) {
			size = pf_unread_varint(&moments);
			repeated = pf_unread_varint(&moments);
		}
		model->time += model->interval + (uint64_t)pf_unread_zigzag(&times);
		if (times.failed || !size || !repeated || size > count - i || model->time > latest)
			return false;
		for (uint64_t end = i + size; i < end; i++)
			samples[i].time_ns = model->time * unit_ns;
	}
	return !repeated && !pf_unread_size(&times) && !pf_unread_size(&moments);
}

/* The reverse of emit_kind(); PF_NO_KIND when there is no such kind. */
static uint32_t decode_kind(struct pf_sample_model *model, const struct pf_sample_limits *limits,
			    struct pf_unread *in)
{
	uint64_t rank = pf_unread_below(in, (uint64_t)model->kinds.count + 1);
	if (rank)
		return model->by_rank.items[rank - 1];
	uint64_t first = pf_unread_varint(in), thread = first >> (limits->syscalls ? 4 : 3);
	uint64_t stack = (uint64_t)pf_unread_zigzag(in) + model->last_new_stack, syscall = 0;
	if (limits->syscalls && first & PF_KIND_SYSCALL)
		syscall = pf_unread_below(in, (uint64_t)1 << PF_SYSCALL_BITS);
	if (in->failed || thread >= limits->thread_count || (first & 7) >= PF_STATE_COUNT ||
	    stack >= limits->stack_count)
		return PF_NO_KIND;
	struct pf_kind kind = { (uint32_t)thread, (uint32_t)stack, (enum pf_state)(first & 7),
				(uint32_t)syscall, 0 };
	return pf_sample_model_add(model, &kind);
}

static bool decode_kinds(struct pf_sample_model *model, const struct pf_sample_limits *limits,
			 struct pf_unread runs, struct pf_unread kinds, struct pf_sample *samples,
			 size_t count)
{
	bool named = false;
	uint64_t run = pf_unread_varint(&runs);
	for (size_t i = 0; i < count; i++, run--) {
		if (!run) {
			named = !named;
			run = pf_unread_varint(&runs);
		}
		uint32_t kind =
			named ? decode_kind(model, limits, &kinds) : pf_sample_model_expect(model);
		if (!run || kinds.failed || kind == PF_NO_KIND)
			return false;
		if (named)
			pf_sample_model_promote(model, kind);
		pf_sample_model_advance(model, kind);
		samples[i].thread = model->kinds.items[kind].thread;
		samples[i].stack = model->kinds.items[kind].stack;
		samples[i].state = model->kinds.items[kind].state;
		samples[i].syscall = model->kinds.items[kind].syscall;
	}
	return !run && !pf_unread_size(&runs) && !pf_unread_size(&kinds);
}

struct pf_error *pf_sample_decode(struct pf_sample_model *model,
				  const struct pf_sample_limits *limits, struct pf_unread in,
				  struct pf_sample *samples, size_t *count_ret, bool *valid)
{
	*valid = false;
	size_t count = pf_unread_below(&in, PF_BLOCK_SAMPLES + 1);
	struct pf_unread times = pf_unread_sized(&in), moments = pf_unread_sized(&in);
	struct pf_unread runs = pf_unread_sized(&in), kinds = pf_unread_sized(&in);
	if (in.failed || !count || pf_unread_size(&in))
		return NULL;
	PF_TRY(pf_sample_model_reserve(model, limits->thread_count, count));
	*valid = decode_times(model, times, moments, limits->unit_ns, samples, count) &&
		 decode_kinds(model, limits, runs, kinds, samples, count);
	*count_ret = count;
	return NULL;
}
