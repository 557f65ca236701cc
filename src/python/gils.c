/* The state of the GILs: who holds them, how often they changed hands, after how long they do. */
#include "base/array.h"
#include "base/cleanup.h"
#include "python/gil.h"
#include "python/retry.h"
#include "python/states.h"

struct gils {
	PF_ARRAY(struct pf_gil_state) list;
};

static void deinit(struct gils *gils)
{
	pf_array_deinit(&gils->list);
}

/* Where the structure is: AT when interpreters point to theirs; 0: it has none. */
static pf_addr structure_at(const struct pf_python *python, pf_addr at)
{
	const struct pf_layout *layout = &python->layout;
	switch (layout->traits.gil) {
	case GIL_RUNTIME:
		return python->runtime + layout->runtime.gil_last_holder - layout->gil.last_holder;
	case GIL_INTERPRETER:
		return at;
	case GIL_CURRENT:
		break;
	}
	return 0;
}

static struct pf_error *peek_globals(const struct pf_python *python, struct pf_gil_state *ret)
{
	const struct pf_reader *reader = &python->pages;
	const struct pf_globals *globals = &python->globals;
	if (globals->gil_interval_at)
		PF_TRY(pf_reader_peek(reader, globals->gil_interval_at, &ret->interval_us,
				      sizeof(ret->interval_us)));
	int32_t check_interval = PF_UNKNOWN;
	if (globals->check_interval_at)
		PF_TRY(pf_reader_peek_int(reader, globals->check_interval_at, &check_interval));
	ret->check_interval = check_interval;
	return NULL;
}

static struct pf_error *peek_structure(const struct pf_python *python, pf_addr at,
				       struct pf_gil_state *ret)
{
	const struct pf_layout_gil *layout = &python->layout.gil;
	int32_t enabled = 1;
	PF_TRY(pf_reader_peek(&python->pages, at + (pf_addr)layout->interval, &ret->interval_us,
			      sizeof(ret->interval_us)));
	if (layout->enabled != PF_ABSENT)
		PF_TRY(pf_reader_peek_int(&python->pages, at + (pf_addr)layout->enabled, &enabled));
	ret->disabled = !enabled;
	return NULL;
}

/* The GIL that pf_gil_locate() has found for an interpreter. */
static struct pf_error *peek_gil(const struct pf_python *python, pf_addr located,
				 struct pf_gil_state *ret)
{
	struct pf_gil gil;
	pf_addr at = structure_at(python, located);
	PF_TRY(pf_gil_peek_at(python, &python->pages, located, &gil));
	*ret = (struct pf_gil_state){
		.own = true,
		.holder = gil.holder,
		.last_holder = gil.last_holder,
		.switches = gil.counted ? (int64_t)gil.switches : PF_UNKNOWN,
		.interval_us = PF_UNKNOWN,
		.check_interval = PF_UNKNOWN,
	};
	return at ? peek_structure(python, at, ret) : peek_globals(python, ret);
}

/* An interpreter that shares points to the main one's, which has the first. */
static struct pf_error *append(const struct pf_python *python,
			       const struct pf_interpreter_state *interpreter, pf_addr *main_at,
			       struct gils *ret)
{
	struct pf_gil_state state;
	pf_addr at;
	PF_TRY(pf_gil_locate(&python->pages, interpreter->at, &at));
	PF_TRY(peek_gil(python, at, &state));
	if (!ret->list.count)
		*main_at = at;
	state.interpreter = interpreter->at;
	state.id = interpreter->id;
	state.own = !ret->list.count || at != *main_at;
	return pf_array_push(&ret->list, state);
}

static struct pf_error *look(struct pf_python *python, void *context)
{
	struct gils *gils = context;
	pf_addr main_at = 0;
	gils->list.count = 0;
	if (python->layout.traits.gil != GIL_INTERPRETER) {
		struct pf_gil_state state;
		PF_TRY(peek_gil(python, 0, &state));
		return pf_array_push(&gils->list, state);
	}
	PF_GUARD(pf_states_deinit) struct pf_states states = { 0 };
	PF_TRY(pf_states_peek(python, &python->pages, &states));
	if (!states.interpreters.count)
		return &pf_error_torn;
	for (size_t i = 0; i < states.interpreters.count; i++)
		PF_TRY(append(python, &states.interpreters.items[i], &main_at, gils));
	return NULL;
}

struct pf_error *pf_python_read_gils(struct pf_python *python, struct pf_gil_state **ret,
				     size_t *count_ret)
{
	PF_GUARD(deinit) struct gils gils = { 0 };
	PF_TRY(pf_retry(python, "the GILs", look, &gils));
	*count_ret = gils.list.count;
	*ret = pf_take(gils.list.items);
	return NULL;
}

bool pf_python_is_free_threaded(const struct pf_python *python)
{
	return python->free_threaded;
}
