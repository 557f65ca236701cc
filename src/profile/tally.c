/* Counting samples: how often each thread, stack and state occurred together. */
#include "profile/tally.h"

#include "base/array.h"
#include "base/map.h"

#include <stdlib.h>

struct pf_tally {
	unsigned by;
	struct pf_map row_of[PF_STATE_COUNT]; /* one per state: key_of() → row */
	PF_ARRAY(struct pf_tally_row) rows;
};

struct pf_error *pf_tally_create(unsigned by, struct pf_tally **ret)
{
	struct pf_tally *tally = calloc(1, sizeof(*tally));
	if (!tally)
		return &pf_error_no_memory;
	tally->by = by;
	*ret = tally;
	return NULL;
}

void pf_tally_destroy(struct pf_tally *tally)
{
	if (!tally)
		return;
	for (size_t i = 0; i < sizeof(tally->row_of) / sizeof(tally->row_of[0]); i++)
		pf_map_deinit(&tally->row_of[i]);
	pf_array_deinit(&tally->rows);
	free(tally);
}

/*
 * All three fill the 64 bits. An idle sample has 0 of each, and 0 is no key: hence the 1, for which
 * there is room since no thread has the highest index.
 */
static uint64_t key_of(const struct pf_tally_row *row)
{
	uint64_t thread_and_stack = (uint64_t)row->thread << PF_STACK_BITS | row->stack;
	return (thread_and_stack << PF_SYSCALL_BITS | row->syscall) + 1;
}

struct pf_error *pf_tally_intern(struct pf_tally *tally, const struct pf_sample *sample,
				 uint32_t *ret)
{
	struct pf_tally_row row = { tally->by & PF_BY_THREAD ? sample->thread : 0, sample->stack,
				    sample->state, 0,
				    tally->by & PF_BY_SYSCALL ? sample->syscall : 0 };
	uint64_t key = key_of(&row);
	struct pf_map *row_of = &tally->row_of[sample->state];
	const uint64_t *found = pf_map_find(row_of, key);
	if (found) {
		*ret = (uint32_t)*found;
		return NULL;
	}
	if (tally->rows.count >= UINT32_MAX)
		return &pf_error_no_memory;
	PF_TRY(pf_array_reserve(&tally->rows, 1));
	PF_TRY(pf_map_put(row_of, key, tally->rows.count));
	*ret = (uint32_t)tally->rows.count++;
	tally->rows.items[*ret] = row;
	return NULL;
}

static bool is_same(const struct pf_sample *a, const struct pf_sample *b)
{
	return a->stack == b->stack && a->thread == b->thread && a->state == b->state &&
	       a->syscall == b->syscall;
}

struct pf_error *pf_tally_add(struct pf_tally *tally, const struct pf_sample *samples, size_t count)
{
	for (size_t i = 0, run; i < count; i += run) {
		uint32_t row;
		PF_TRY(pf_tally_intern(tally, &samples[i], &row));
		for (run = 1; i + run < count && is_same(&samples[i], &samples[i + run]);)
			run++;
		tally->rows.items[row].count += run;
	}
	return NULL;
}

const struct pf_tally_row *pf_tally_rows(const struct pf_tally *tally, size_t *count_ret)
{
	*count_ret = tally->rows.count;
	return tally->rows.items;
}
