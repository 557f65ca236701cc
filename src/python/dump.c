/* Every thread's stack at one instant. */
#include "base/cleanup.h"
#include "pyflame.h"
#include "python/dump_sleep.h"
#include "python/pause.h"
#include "python/tids.h"

#include <stdlib.h>

/*
 * How often a dump is begun again because the GIL changed hands meanwhile: gently at first, then by
 * stopping its holders, the last times by stopping all Python threads.
 */
enum { GENTLE_ATTEMPTS = 20, ATTEMPTS = 40, ALL_ATTEMPTS = 48 };

void pf_dump_destroy(struct pf_dump *dump)
{
	if (!dump)
		return;
	if (dump->store)
		pf_dump_store_deinit(dump->store);
	free(dump->store);
	free(dump->interpreters);
	free(dump->threads);
	free(dump);
}

PF_DEFINE_GUARD(guard_dump, struct pf_dump *, pf_dump_destroy);

static struct pf_error *create(struct pf_dump **ret)
{
	PF_GUARD(guard_dump) struct pf_dump *dump = calloc(1, sizeof(*dump));
	if (!dump)
		return &pf_error_no_memory;
	dump->store = calloc(1, sizeof(*dump->store));
	if (!dump->store)
		return &pf_error_no_memory;
	*ret = pf_take(dump);
	return NULL;
}

/*
 * One pause; TORN when it has to be tried again: also when a thread ended under our eyes. Whether
 * the process itself has, the caller finds out.
 */
static struct pf_error *attempt(struct pf_pause *pause, struct pf_dump_store *store,
				enum pf_pause_way way)
{
	struct pf_error *err = pf_pause_begin(pause, way);
	if (!err)
		err = pf_dump_store_read(store, pause->python);
	if (!err)
		err = pf_pause_check(pause);
	pf_pause_end(pause);
	if (!err || (pf_error_code(err) != PF_FAULT && pf_error_code(err) != PF_GONE))
		return err;
	pf_error_destroy(err);
	return &pf_error_torn;
}

/*
 * Reads everything once from the running target and throws it away: then code objects are known
 * and memory is at hand, and the pause is half as long. What is torn does no harm. It also tells
 * where libc keeps the tids, and Python the names.
 */
static struct pf_error *rehearse(struct pf_python *python, struct pf_dump_store *store,
				 const struct pf_task *tasks, size_t count)
{
	struct pf_error *err = pf_dump_store_read(store, python);
	if (!err)
		err = pf_tids_translate(python, &python->pages, tasks, count, &store->states);
	if (!err)
		err = pf_dump_store_locate_names(store, python);
	if (err && pf_error_code(err) != PF_GONE && pf_error_code(err) != PF_NO_MEMORY) {
		pf_error_destroy(err);
		err = NULL;
	}
	return err;
}

static enum pf_pause_way way_of(int attempt_number)
{
	if (attempt_number < GENTLE_ATTEMPTS)
		return PF_PAUSE_GENTLY;
	return attempt_number < ATTEMPTS ? PF_PAUSE_HOLDERS : PF_PAUSE_EVERYONE;
}

static struct pf_error *read_pausing(struct pf_python *python, struct pf_dump *dump)
{
	PF_GUARD(pf_pause_deinit) struct pf_pause pause;
	PF_TRY(pf_pause_init(&pause, python));
	for (int i = 0; i < ALL_ATTEMPTS; i++) {
		struct pf_error *err = attempt(&pause, dump->store, way_of(i));
		dump->pause_ns = pause.guard.pause_ns;
		if (!err || pf_error_code(err) != PF_TORN)
			return err;
		pf_error_destroy(err);
		PF_TRY(pf_process_check(python->process));
	}
	return pf_error_create(PF_TORN,
			       "process %d did not keep still: its threads came and went too fast",
			       pf_process_pid(python->process));
}

static char state_of(const struct pf_task *tasks, size_t count, pid_t tid)
{
	for (size_t i = 0; tid && i < count; i++) {
		if (tasks[i].tid == tid)
			return tasks[i].state;
	}
	return '?';
}

static bool has_unknown_tid(const struct pf_states *states)
{
	for (size_t i = 0; i < states->threads.count; i++) {
		if (!states->threads.items[i].tid && states->threads.items[i].ident)
			return true;
	}
	return false;
}

/* Threads may have started after the tasks were read: then read those once more. */
static struct pf_error *translate(struct pf_python *python, struct pf_states *states,
				  struct pf_task **tasks, size_t *count)
{
	PF_TRY(pf_tids_translate(python, &python->pages, *tasks, *count, states));
	if (!has_unknown_tid(states))
		return NULL;
	struct pf_task *fresh;
	PF_TRY(pf_process_read_tasks(python->process, &fresh, count));
	free(*tasks);
	*tasks = fresh;
	return pf_tids_translate(python, &python->pages, *tasks, *count, states);
}

static struct pf_thread thread_of(const struct pf_dump_store *store, size_t i)
{
	const struct pf_thread_state *state = &store->states.threads.items[i];
	const struct pf_thread_reading *reading = &store->threads.items[i];
	return (struct pf_thread){ .at = state->at,
				   .tid = state->tid,
				   .ident = state->ident,
				   .name = pf_dump_store_name(store, state),
				   .gil = reading->gil,
				   .gc = reading->gc,
				   .truncated = reading->truncated,
				   .frames = store->frames.items + reading->first_frame,
				   .frame_count = reading->frame_count };
}

/* Puts together what clients see from what was read. */
static struct pf_error *assemble(struct pf_dump *dump, const struct pf_task *tasks, size_t count)
{
	const struct pf_states *states = &dump->store->states;
	dump->interpreters = calloc(states->interpreters.count + 1, sizeof(*dump->interpreters));
	dump->threads = calloc(states->threads.count + 1, sizeof(*dump->threads));
	if (!dump->interpreters || !dump->threads)
		return &pf_error_no_memory;
	dump->truncated = states->truncated;
	dump->thread_count = states->threads.count;
	for (size_t i = 0; i < dump->thread_count; i++) {
		dump->threads[i] = thread_of(dump->store, i);
		dump->threads[i].state = state_of(tasks, count, dump->threads[i].tid);
		pf_dump_sleeps_apply(dump->store, dump->store->threads.items[i].gil_cond,
				     &dump->threads[i]);
	}
	dump->interpreter_count = states->interpreters.count;
	for (size_t i = 0; i < dump->interpreter_count; i++) {
		const struct pf_interpreter_state *from = &states->interpreters.items[i];
		dump->interpreters[i] =
			(struct pf_interpreter){ from->at, from->id, from->first_thread,
						 from->thread_count };
		for (size_t j = 0; j < from->thread_count; j++)
			dump->threads[from->first_thread + j].interpreter = (uint32_t)i;
	}
	return NULL;
}

/*
 * Thread states that no kernel thread belongs to: 2.7 keeps those of its parent after a fork. They
 * are dropped where libc's word is all that there is; native ids are Python's own word.
 */
static void drop_dead(const struct pf_python *python, struct pf_dump_store *store)
{
	struct pf_states *states = &store->states;
	if (python->layout.thread.native_thread_id != PF_ABSENT || python->pthread_tid == PF_ABSENT)
		return;
	size_t kept = 0;
	for (size_t i = 0; i < states->interpreters.count; i++) {
		struct pf_interpreter_state *interpreter = &states->interpreters.items[i];
		size_t first = kept;
		for (size_t j = 0; j < interpreter->thread_count; j++) {
			size_t from = interpreter->first_thread + j;
			if (!states->threads.items[from].tid && states->threads.items[from].ident)
				continue;
			states->threads.items[kept] = states->threads.items[from];
			store->threads.items[kept++] = store->threads.items[from];
		}
		interpreter->first_thread = first;
		interpreter->thread_count = kept - first;
	}
	states->threads.count = store->threads.count = kept;
}

/*
 * What the threads of a hold did before: one that was interrupted in a system call stands before the
 * call's end, and the kernel names the call, whether it would go on with it or not.
 */
static void forget_hold(struct pf_dump *dump, const struct pf_hold *hold)
{
	for (size_t i = 0; i < dump->thread_count; i++) {
		struct pf_thread *thread = &dump->threads[i];
		if (thread->state == 't' && pf_hold_has(hold, thread->tid))
			thread->state = thread->syscall == PF_UNKNOWN ? 'R' : 'S';
	}
}

static struct pf_error *read_dump(struct pf_python *python, struct pf_hold *hold,
				  struct pf_dump *dump)
{
	PF_AUTO_FREE struct pf_task *tasks = NULL;
	size_t count;
	PF_TRY(pf_process_read_tasks(python->process, &tasks, &count));
	PF_TRY(rehearse(python, dump->store, tasks, count));
	PF_TRY(pf_dump_sleeps_read(dump->store, python->process));
	PF_TRY(hold ? pf_dump_store_read(dump->store, python) : read_pausing(python, dump));
	PF_TRY(translate(python, &dump->store->states, &tasks, &count));
	drop_dead(python, dump->store);
	PF_TRY(assemble(dump, tasks, count));
	if (hold)
		forget_hold(dump, hold);
	return NULL;
}

/* The low floors' errors are short; what counts for the user is whether the process is still there. */
static struct pf_error *explain(struct pf_python *python, struct pf_error *err)
{
	struct pf_error *gone = pf_process_check(python->process);
	if (!err)
		return gone;
	enum pf_error_code code = pf_error_code(err);
	if (gone || (code != PF_FAULT && code != PF_GONE)) {
		struct pf_error *ret = gone ? gone : err;
		pf_error_destroy(gone ? err : NULL);
		return ret;
	}
	return pf_error_take_context(err, "process %d", pf_process_pid(python->process));
}

struct pf_error *pf_dump_take(struct pf_python *python, struct pf_hold *hold, struct pf_dump **ret)
{
	PF_GUARD(guard_dump) struct pf_dump *dump = NULL;
	PF_TRY(create(&dump));
	PF_TRY(explain(python, read_dump(python, hold, dump)));
	*ret = pf_take(dump);
	return NULL;
}
