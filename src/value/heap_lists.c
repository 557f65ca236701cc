/* The lists of objects that the garbage collectors of a target keep. */
#include "value/heap_lists.h"

#include "base/cleanup.h"
#include "python/generations.h"
#include "python/gil.h"
#include "python/states.h"

static struct pf_error *append_one(pf_addr head, struct pf_heap_lists *ret)
{
	if (!head || pf_heap_lists_find(ret, head) >= 0)
		return &pf_error_torn;
	PF_TRY(pf_array_push(ret, head));
	return pf_map_put(&ret->index, head, ret->count);
}

static struct pf_error *unknown(const struct pf_python *python, pf_addr state)
{
	return pf_error_create(PF_UNSUPPORTED, "the objects of process %d cannot be listed: %s",
			       pf_process_pid(python->process), pf_generations_why_unknown(state));
}

/* The lists of the collector of INTERPRETER, or of the only one. */
static struct pf_error *append(const struct pf_python *python, pf_addr interpreter,
			       struct pf_heap_lists *ret)
{
	pf_addr state = pf_generations_state(python, interpreter);
	struct pf_generations generations;
	bool collecting;
	PF_TRY(pf_generations_find(python, state, &generations));
	if (!generations.at)
		return unknown(python, state);
	PF_TRY(pf_gil_peek_collecting(python, &python->pages, interpreter, &collecting));
	ret->collecting |= collecting;
	if (generations.permanent)
		PF_TRY(append_one(generations.permanent, ret));
	for (unsigned i = PF_GENERATIONS; i--;)
		PF_TRY(append_one(generations.at + i * generations.size, ret));
	return NULL;
}

struct pf_error *pf_heap_lists_peek(struct pf_python *python, struct pf_heap_lists *ret)
{
	ret->count = 0;
	pf_map_clear(&ret->index);
	ret->collecting = false;
	if (python->layout.gc.in_interpreter == PF_ABSENT)
		return append(python, 0, ret);
	PF_GUARD(pf_states_deinit) struct pf_states states = { 0 };
	PF_TRY(pf_states_peek(python, &python->pages, &states));
	if (!states.interpreters.count)
		return &pf_error_torn;
	for (size_t i = 0; i < states.interpreters.count; i++)
		PF_TRY(append(python, states.interpreters.items[i].at, ret));
	return NULL;
}
