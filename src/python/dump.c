/* Every thread's stack at one instant. */
#include "base/cleanup.h"
#include "pyflame.h"
#include "python/dump_sleep.h"
#include "python/dump_take.h"
#include "python/still.h"
#include "python/tids.h"

#include <stdlib.h>

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

/* What is read in a pause. */
struct pausing {
	struct pf_dump_store *store;
	pf_dump_more *more; /* NULL: no more than stacks */
	void *context;
};

static struct pf_error *read_store(struct pf_python *python, void *context)
{
	const struct pausing *pausing = context;
	PF_TRY(pf_dump_store_read(pausing->store, python));
	return pausing->more ? pausing->more(python, pausing->store, pausing->context) : NULL;
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

/* What is found out while the target runs, before the pause. */
static struct pf_error *prepare(struct pf_python *python, struct pf_dump_store *store,
				struct pf_task **tasks, size_t *count)
{
	PF_TRY(pf_process_read_tasks(python->process, tasks, count));
	PF_TRY(rehearse(python, store, *tasks, *count));
	return pf_dump_sleeps_read(store, python->process);
}

/* And behind it. */
static struct pf_error *finish(struct pf_python *python, struct pf_dump *dump,
			       struct pf_task **tasks, size_t *count)
{
	PF_TRY(translate(python, &dump->store->states, tasks, count));
	drop_dead(python, dump->store);
	return assemble(dump, *tasks, *count);
}

static struct pf_error *read_dump(struct pf_python *python, struct pf_hold *hold,
				  struct pausing *pausing, struct pf_dump *dump)
{
	PF_AUTO_FREE struct pf_task *tasks = NULL;
	size_t count;
	pausing->store = dump->store;
	PF_TRY(pf_still_explain(python, prepare(python, dump->store, &tasks, &count)));
	PF_TRY((pausing->more ? pf_still_run_long : pf_still_run)(python, hold, read_store, pausing,
								  &dump->pause_ns));
	PF_TRY(pf_still_explain(python, finish(python, dump, &tasks, &count)));
	if (hold)
		forget_hold(dump, hold);
	return NULL;
}

struct pf_error *pf_dump_take_with(struct pf_python *python, struct pf_hold *hold,
				   pf_dump_more *more, void *context, struct pf_dump **ret)
{
	PF_GUARD(guard_dump) struct pf_dump *dump = NULL;
	struct pausing pausing = { .more = more, .context = context };
	PF_TRY(create(&dump));
	PF_TRY(read_dump(python, hold, &pausing, dump));
	*ret = pf_take(dump);
	return NULL;
}

struct pf_error *pf_dump_take(struct pf_python *python, struct pf_hold *hold, struct pf_dump **ret)
{
	return pf_dump_take_with(python, hold, NULL, NULL, ret);
}
