/* The garbage collectors for cycles: whether they are on, their thresholds and counts. */
#include "base/array.h"
#include "base/cleanup.h"
#include "python/generations.h"
#include "python/gil.h"
#include "python/retry.h"
#include "python/states.h"

struct collectors {
	PF_ARRAY(struct pf_collector) list;
};

/* A generation takes 48 bytes at most. */
enum { GENERATION_MAX = 64 };

static void deinit(struct collectors *collectors)
{
	pf_array_deinit(&collectors->list);
}

/* Where its parts are; 0: not known. */
struct parts {
	pf_addr enabled, visited_space;
	struct pf_generations generations;
};

static pf_addr part(pf_addr at, int32_t offset)
{
	return offset == PF_ABSENT ? 0 : at + (pf_addr)offset;
}

/* AT is its state; 0 before 3.7. */
static struct pf_error *find_parts(const struct pf_python *python, pf_addr at, struct parts *ret)
{
	const struct pf_layout_gc *layout = &python->layout.gc;
	*ret = (struct parts){ .enabled = at ? part(at, layout->enabled)
					     : python->globals.gc_enabled_at,
			       .visited_space = at ? part(at, layout->visited_space) : 0 };
	return pf_generations_find(python, at, &ret->generations);
}

/*
 * A collector that goes through two old spaces in turn counts in the one that it is at, and has no
 * third threshold: gc_get_count_impl() and gc_get_threshold_impl(), Modules/gcmodule.c of 3.14.0.
 */
static struct pf_error *put_in_turn(const struct pf_python *python, pf_addr visited_space,
				    struct pf_collector *ret)
{
	int32_t visited;
	PF_TRY(pf_reader_peek_int(&python->pages, visited_space, &visited));
	ret->threshold[2] = 0;
	if (visited == 1) {
		int32_t count = ret->count[1];
		ret->count[1] = ret->count[2];
		ret->count[2] = count;
	}
	return NULL;
}

static struct pf_error *peek_generations(const struct pf_python *python, const struct parts *parts,
					 struct pf_collector *ret)
{
	const struct pf_layout_gc *layout = &python->layout.gc;
	unsigned char bytes[PF_GENERATIONS * GENERATION_MAX];
	size_t size = parts->generations.size;
	PF_TRY(pf_reader_peek(&python->pages, parts->generations.at, bytes, PF_GENERATIONS * size));
	for (size_t i = 0; i < PF_GENERATIONS; i++) {
		ret->threshold[i] = pf_int_in(bytes + i * size, layout->threshold);
		ret->count[i] = pf_int_in(bytes + i * size, layout->count);
	}
	return NULL;
}

static struct pf_error *peek_collecting(const struct pf_python *python, pf_addr interpreter,
					struct pf_collector *ret)
{
	bool collecting;
	if (python->layout.interpreter.gc_collecting == PF_ABSENT &&
	    python->layout.runtime.gc_collecting == PF_ABSENT && !python->collecting_at)
		return NULL;
	PF_TRY(pf_gil_peek_collecting(python, &python->pages, interpreter, &collecting));
	ret->collecting = collecting;
	return NULL;
}

/* The collector whose state is at AT; the one of INTERPRETER when each has its own. */
static struct pf_error *append(const struct pf_python *python, pf_addr at, pf_addr interpreter,
			       int64_t id, struct collectors *ret)
{
	struct pf_collector collector = { interpreter, id, PF_UNKNOWN, PF_UNKNOWN,
					  .unknown = NULL };
	struct parts parts;
	PF_TRY(find_parts(python, at, &parts));
	PF_TRY(peek_collecting(python, interpreter, &collector));
	if (parts.enabled) {
		int32_t enabled;
		PF_TRY(pf_reader_peek_int(&python->pages, parts.enabled, &enabled));
		collector.enabled = enabled != 0;
	}
	if (parts.generations.at)
		PF_TRY(peek_generations(python, &parts, &collector));
	else
		collector.unknown = pf_generations_why_unknown(at);
	if (parts.visited_space)
		PF_TRY(put_in_turn(python, parts.visited_space, &collector));
	return pf_array_push(&ret->list, collector);
}

static struct pf_error *look(struct pf_python *python, void *context)
{
	struct collectors *collectors = context;
	const struct pf_layout_gc *layout = &python->layout.gc;
	collectors->list.count = 0;
	if (layout->in_interpreter == PF_ABSENT)
		return append(python, pf_generations_state(python, 0), 0, 0, collectors);
	PF_GUARD(pf_states_deinit) struct pf_states states = { 0 };
	PF_TRY(pf_states_peek(python, &python->pages, &states));
	if (!states.interpreters.count)
		return &pf_error_torn;
	for (size_t i = 0; i < states.interpreters.count; i++) {
		const struct pf_interpreter_state *state = &states.interpreters.items[i];
		PF_TRY(append(python, pf_generations_state(python, state->at), state->at, state->id,
			      collectors));
	}
	return NULL;
}

struct pf_error *pf_python_read_collectors(struct pf_python *python, struct pf_collector **ret,
					   size_t *count_ret)
{
	PF_GUARD(deinit) struct collectors collectors = { 0 };
	PF_TRY(pf_retry(python, "the garbage collectors", look, &collectors));
	*count_ret = collectors.list.count;
	*ret = pf_take(collectors.list.items);
	return NULL;
}
