/* What the writer and the reader of a recording both expect the next sample to be. */
#include "profile/sample_model.h"

#include <stdlib.h>

void pf_sample_model_deinit(struct pf_sample_model *model)
{
	pf_array_deinit(&model->kinds);
	pf_array_deinit(&model->by_rank);
	pf_array_deinit(&model->threads);
}

struct pf_error *pf_sample_model_reserve(struct pf_sample_model *model, size_t threads, size_t more)
{
	PF_TRY(pf_array_reserve(&model->kinds, more));
	PF_TRY(pf_array_reserve(&model->by_rank, more));
	while (model->threads.count < threads) {
		struct pf_thread_model fresh = { PF_NO_KIND, (uint32_t)model->threads.count };
		PF_TRY(pf_array_push(&model->threads, fresh));
	}
	return NULL;
}

uint32_t pf_sample_model_expect(const struct pf_sample_model *model)
{
	const struct pf_thread_model *threads = model->threads.items;
	return threads[threads[model->last_thread].next].kind;
}

uint32_t pf_sample_model_add(struct pf_sample_model *model, const struct pf_kind *kind)
{
	uint32_t index = (uint32_t)model->kinds.count++;
	model->kinds.items[index] = *kind;
	model->kinds.items[index].rank = index;
	model->by_rank.items[model->by_rank.count++] = index;
	model->last_new_stack = kind->stack;
	return index;
}

/*
 * Halfway to the front, in exchange with the kind that is there: what is needed often ends among
 * the first 127, whose ranks take one byte, and one step takes no longer with many kinds.
 */
void pf_sample_model_promote(struct pf_sample_model *model, uint32_t kind)
{
	uint32_t from = model->kinds.items[kind].rank, to = from / 2;
	uint32_t other = model->by_rank.items[to];
	model->by_rank.items[to] = kind;
	model->by_rank.items[from] = other;
	model->kinds.items[other].rank = from;
	model->kinds.items[kind].rank = to;
}

void pf_sample_model_advance(struct pf_sample_model *model, uint32_t kind)
{
	uint32_t thread = model->kinds.items[kind].thread;
	model->threads.items[model->last_thread].next = thread;
	model->threads.items[thread].kind = kind;
	model->last_thread = thread;
}
