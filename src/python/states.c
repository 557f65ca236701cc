/* The runtime's interpreters and their thread states, as they are linked. */
#include "python/states.h"

#include "base/cycle.h"

#include <stdlib.h>
#include <string.h>

void pf_states_deinit(struct pf_states *states)
{
	pf_array_deinit(&states->interpreters);
	pf_array_deinit(&states->threads);
	*states = (struct pf_states){ 0 };
}

struct pf_error *pf_states_find_head(const struct pf_python *python, const struct pf_reader *reader,
				     pf_addr *ret)
{
	int32_t offset = reader->layout->runtime.interpreters_head;
	return pf_reader_peek_word(reader, python->runtime + (offset == PF_ABSENT ? 0 : offset),
				   ret);
}

struct pf_error *pf_thread_state_peek(const struct pf_reader *reader, pf_addr at,
				      struct pf_thread_state *ret, pf_addr *next)
{
	const struct pf_layout_thread *layout = &reader->layout->thread;
	*ret = (struct pf_thread_state){ .at = at };
	if (next)
		PF_TRY(pf_reader_peek_word(reader, at + layout->next, next));
	PF_TRY(pf_reader_peek_word(reader, at + layout->interp, &ret->interpreter));
	PF_TRY(pf_reader_peek_word(reader, at + layout->thread_id, &ret->ident));
	if (layout->native_thread_id != PF_ABSENT)
		PF_TRY(pf_reader_peek_word(reader, at + layout->native_thread_id, &ret->native_id));
	return NULL;
}

/* A link that leads nowhere good ends its list; what was found stays. */
static struct pf_error *cut(struct pf_states *ret, struct pf_error *err, const char *why)
{
	if (err && (pf_error_code(err) == PF_NO_MEMORY || pf_error_code(err) == PF_GONE))
		return err;
	pf_error_destroy(err);
	ret->truncated = why;
	return NULL;
}

/* Appends the threads of one interpreter, newest first as they are linked. */
static struct pf_error *append_threads(const struct pf_reader *reader, pf_addr interpreter,
				       struct pf_states *ret)
{
	struct pf_cycle cycle = { 0 };
	pf_addr at;
	PF_TRY(pf_reader_peek_word(reader, interpreter + reader->layout->interpreter.threads_head,
				   &at));
	while (at) {
		struct pf_thread_state state;
		pf_addr next;
		if (pf_cycle_step(&cycle, at))
			return cut(ret, NULL, "the list of threads leads in a circle");
		if (ret->threads.count >= PF_THREAD_LIMIT)
			return cut(ret, NULL, "more threads than can be listed");
		struct pf_error *err = pf_thread_state_peek(reader, at, &state, &next);
		if (err || state.interpreter != interpreter)
			return cut(ret, err, "the list of threads cannot be followed");
		PF_TRY(pf_array_push(&ret->threads, state));
		at = next;
	}
	return NULL;
}

static struct pf_error *append_interpreter(const struct pf_reader *reader, pf_addr at,
					   struct pf_states *ret)
{
	struct pf_interpreter_state state = { .at = at, .first_thread = ret->threads.count };
	int32_t id = reader->layout->interpreter.id;
	if (id != PF_ABSENT)
		PF_TRY(pf_reader_peek(reader, at + id, &state.id, sizeof(state.id)));
	PF_TRY(append_threads(reader, at, ret));
	state.thread_count = ret->threads.count - state.first_thread;
	return pf_array_push(&ret->interpreters, state);
}

#define REVERSE(array)                                                    \
	for (size_t i = 0, j = (array)->count; i + 1 < j; i++) {          \
		__typeof__(*(array)->items) swapped_ = (array)->items[i]; \
		(array)->items[i] = (array)->items[--j];                  \
		(array)->items[j] = swapped_;                             \
	}

/* Both lists are newest first; wanted is the oldest first, and with it the main interpreter. */
static void reverse(struct pf_states *states)
{
	REVERSE(&states->interpreters);
	REVERSE(&states->threads);
	for (size_t i = 0; i < states->interpreters.count; i++) {
		struct pf_interpreter_state *state = &states->interpreters.items[i];
		state->first_thread =
			states->threads.count - state->first_thread - state->thread_count;
	}
}

/* Before 3.7 they have no ids: count them from the main one on, as newer versions do. */
static void number_interpreters(struct pf_states *states)
{
	for (size_t i = 0; i < states->interpreters.count; i++)
		states->interpreters.items[i].id = (int64_t)i;
}

struct pf_error *pf_states_peek(const struct pf_python *python, const struct pf_reader *reader,
				struct pf_states *ret)
{
	struct pf_cycle cycle = { 0 };
	pf_addr at;
	ret->interpreters.count = ret->threads.count = 0;
	ret->truncated = NULL;
	PF_TRY(pf_states_find_head(python, reader, &at));
	while (at) {
		if (pf_cycle_step(&cycle, at) || ret->interpreters.count >= PF_INTERPRETER_LIMIT) {
			PF_TRY(cut(ret, NULL,
				   ret->interpreters.count < PF_INTERPRETER_LIMIT
					   ? "the list of interpreters leads in a circle"
					   : "more interpreters than can be listed"));
			break;
		}
		struct pf_error *err = append_interpreter(reader, at, ret);
		if (!err)
			err = pf_reader_peek_word(reader, at + reader->layout->interpreter.next,
						  &at);
		if (err) {
			PF_TRY(cut(ret, err, "the list of interpreters cannot be followed"));
			break;
		}
	}
	reverse(ret);
	if (reader->layout->interpreter.id == PF_ABSENT)
		number_interpreters(ret);
	return NULL;
}
