/* From raw stacks to the stacks of a profile, with as little work as a repeated stack allows. */
#include "profile/stacks.h"

#include <stdlib.h>

/* The cache of places is emptied at so many, 2 MiB, since code objects come and go. */
enum { PLACES_LIMIT = 1 << 16 };

void pf_stacks_deinit(struct pf_stacks *stacks)
{
	pf_code_table_deinit(&stacks->codes);
	pf_map_deinit(&stacks->places);
}

void pf_stack_memo_deinit(struct pf_stack_memo *memo)
{
	pf_array_deinit(&memo->raw);
	pf_array_deinit(&memo->serials);
	pf_array_deinit(&memo->stacks);
	*memo = (struct pf_stack_memo){ 0 };
}

static struct pf_error *add_place(struct pf_stacks *stacks, uint64_t key,
				  const struct pf_probe_place *from, uint32_t *ret)
{
	struct pf_place place = { .file = from->entry->code.file,
				  .function = from->entry->code.function,
				  .qualname = from->entry->code.qualname,
				  .line = from->line };
	PF_TRY(pf_profile_intern_place(stacks->profile, &place, ret));
	if (stacks->places.count >= PLACES_LIMIT)
		pf_map_clear(&stacks->places);
	return pf_map_put(&stacks->places, key, *ret);
}

/* The stack of FRAME over CALLER; CALLER itself while the frame is none yet. */
static struct pf_error *push_frame(struct pf_stacks *stacks, const struct pf_raw_frame *frame,
				   const struct pf_code_entry *entry, uint32_t caller,
				   uint32_t *ret)
{
	int32_t lasti = pf_frames_lasti(stacks->probe->reader.layout, entry, frame->lasti);
	*ret = caller;
	if (pf_frames_is_incomplete(frame->code & 1, entry, lasti))
		return NULL;
	uint64_t key = (uint64_t)entry->serial << 32 | (uint32_t)lasti;
	uint64_t *known = pf_map_find(&stacks->places, key);
	uint32_t place = known ? (uint32_t)*known : 0;
	if (!known) {
		struct pf_probe_place found;
		PF_TRY(pf_probe_resolve(stacks->probe, &stacks->codes, frame, &found));
		PF_TRY(add_place(stacks, key, &found, &place));
	}
	return pf_profile_intern_stack(stacks->profile, caller, place, ret);
}

static const struct pf_raw_frame *from_oldest(const struct pf_raw_stack *raw, size_t index)
{
	return &raw->items[raw->count - 1 - index];
}

/* How many frames, from the oldest on, are as in the memo and need no look at their code. */
static size_t count_common(const struct pf_stack_memo *memo, const struct pf_raw_stack *raw)
{
	size_t limit = memo->raw.count < raw->count ? memo->raw.count : raw->count;
	size_t ret = 0;
	while (ret < limit && from_oldest(&memo->raw, ret)->code == from_oldest(raw, ret)->code &&
	       from_oldest(&memo->raw, ret)->lasti == from_oldest(raw, ret)->lasti)
		ret++;
	return ret;
}

/* In a new epoch the common frames stay common only while their code objects are the same. */
static struct pf_error *check_common(struct pf_stacks *stacks, const struct pf_stack_memo *memo,
				     const struct pf_raw_stack *raw, size_t *common)
{
	for (size_t i = 0; i < *common; i++) {
		const struct pf_code_entry *entry;
		pf_addr code = from_oldest(raw, i)->code & ~UINT64_C(1);
		PF_TRY(pf_code_table_intern(&stacks->codes, &stacks->probe->reader, code, &entry));
		if (entry->serial != memo->serials.items[i])
			*common = i;
	}
	return NULL;
}

static struct pf_error *intern_rest(struct pf_stacks *stacks, struct pf_stack_memo *memo,
				    const struct pf_raw_stack *raw, size_t common)
{
	for (size_t i = common; i < raw->count; i++) {
		const struct pf_raw_frame *frame = from_oldest(raw, i);
		const struct pf_code_entry *entry;
		uint32_t caller = i ? memo->stacks.items[i - 1] : 0;
		PF_TRY(pf_code_table_intern(&stacks->codes, &stacks->probe->reader,
					    frame->code & ~UINT64_C(1), &entry));
		memo->serials.items[i] = entry->serial;
		PF_TRY(push_frame(stacks, frame, entry, caller, &memo->stacks.items[i]));
	}
	return NULL;
}

static void swap_raw(struct pf_raw_stack *a, struct pf_raw_stack *b)
{
	struct pf_raw_stack swapped = *a;
	*a = *b;
	*b = swapped;
}

struct pf_error *pf_stacks_intern(struct pf_stacks *stacks, struct pf_stack_memo *memo,
				  struct pf_raw_stack *raw, uint32_t *ret)
{
	size_t common = count_common(memo, raw);
	if (memo->epoch != stacks->codes.epoch)
		PF_TRY(check_common(stacks, memo, raw, &common));
	if (raw->count > memo->stacks.capacity)
		PF_TRY(pf_array_reserve(&memo->stacks, raw->count));
	if (raw->count > memo->serials.capacity)
		PF_TRY(pf_array_reserve(&memo->serials, raw->count));
	struct pf_error *err = intern_rest(stacks, memo, raw, common);
	if (err)
		memo->raw.count = 0; /* what was interned so far is not in order */
	PF_TRY(err);
	memo->epoch = stacks->codes.epoch;
	*ret = raw->count ? memo->stacks.items[raw->count - 1] : 0;
	swap_raw(&memo->raw, raw);
	return NULL;
}
