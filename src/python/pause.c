/* Keeping all Python code of a target still for a moment, by stopping as few threads as can be. */
#include "python/pause.h"

#include "base/cleanup.h"
#include "python/tids.h"

#include <stdlib.h>

struct tids {
	PF_ARRAY(pid_t);
};

static void tids_deinit(struct tids *tids)
{
	pf_array_deinit(tids);
}

struct pf_error *pf_pause_init(struct pf_pause *pause, struct pf_python *python)
{
	*pause = (struct pf_pause){ .python = python };
	return pf_hold_create(python->process, &pause->hold);
}

void pf_pause_deinit(struct pf_pause *pause)
{
	if (pause->hold)
		pf_hold_destroy(pause->hold);
	pf_states_deinit(&pause->states);
	pf_array_deinit(&pause->gils);
	pf_array_deinit(&pause->sleepers);
}

/* Interpreters may share a GIL, and so its holder. */
static struct pf_error *add_tid(struct tids *tids, pid_t tid)
{
	for (size_t i = 0; i < tids->count; i++) {
		if (tids->items[i] == tid)
			return NULL;
	}
	return pf_array_push(tids, tid);
}

static const struct pf_thread_state *thread_at(const struct pf_states *states, pf_addr at)
{
	for (size_t i = 0; at && i < states->threads.count; i++) {
		if (states->threads.items[i].at == at)
			return &states->threads.items[i];
	}
	return NULL;
}

/* Reads every interpreter's GIL as it is now, into gils. */
static struct pf_error *peek_gils(struct pf_pause *pause)
{
	pause->gils.count = 0;
	for (size_t i = 0; i < pause->states.interpreters.count; i++) {
		struct pf_gil gil;
		PF_TRY(pf_gil_peek(pause->python, &pause->python->live,
				   pause->states.interpreters.items[i].at, &gil));
		PF_TRY(pf_array_push(&pause->gils, gil));
	}
	return NULL;
}

/*
 * A thread that might take the GIL: when it is asleep, remember that; when it runs outside the
 * GIL, it has to be stopped as well.
 */
static struct pf_error *consider(struct pf_pause *pause, pid_t tid, struct tids *to_stop)
{
	struct pf_activity activity;
	struct pf_error *err = pf_activity_peek(pause->python->process, tid, &activity);
	if (err && pf_error_code(err) == PF_GONE) {
		pf_error_destroy(err);
		return NULL;
	}
	PF_TRY(err);
	if (!activity.asleep)
		return add_tid(to_stop, tid);
	struct pf_sleeper sleeper = { tid, activity.runs };
	return pf_array_push(&pause->sleepers, sleeper);
}

/* Who could run Python code under this GIL without its switch count telling. */
static struct pf_error *consider_unheld(struct pf_pause *pause, const struct pf_gil *gil,
					const struct pf_interpreter_state *interpreter,
					struct tids *to_stop)
{
	const struct pf_states *states = &pause->states;
	const struct pf_thread_state *last = thread_at(states, gil->last_holder);
	if (gil->counted)
		return last && last->tid ? consider(pause, last->tid, to_stop) : NULL;
	for (size_t i = 0; i < interpreter->thread_count; i++) {
		pid_t tid = states->threads.items[interpreter->first_thread + i].tid;
		if (tid)
			PF_TRY(consider(pause, tid, to_stop));
	}
	return NULL;
}

static struct pf_error *choose(struct pf_pause *pause, struct tids *to_stop)
{
	for (size_t i = 0; i < pause->gils.count; i++) {
		const struct pf_gil *gil = &pause->gils.items[i];
		const struct pf_thread_state *holder = thread_at(&pause->states, gil->holder);
		if (!gil->holder)
			PF_TRY(consider_unheld(pause, gil, &pause->states.interpreters.items[i],
					       to_stop));
		else if (!holder || !holder->tid)
			return &pf_error_torn;
		else
			PF_TRY(add_tid(to_stop, holder->tid));
	}
	return NULL;
}

static struct pf_error *choose_everyone(struct pf_pause *pause, struct tids *to_stop)
{
	for (size_t i = 0; i < pause->states.threads.count; i++) {
		if (pause->states.threads.items[i].tid)
			PF_TRY(pf_array_push(to_stop, pause->states.threads.items[i].tid));
	}
	return NULL;
}

/* A GIL is safe when its holder is stopped, or when nobody has held it since BEFORE was read. */
static bool is_safe(const struct pf_pause *pause, const struct pf_gil *before,
		    const struct pf_gil *now)
{
	const struct pf_thread_state *holder = thread_at(&pause->states, now->holder);
	if (now->holder)
		return holder && pf_hold_has(pause->hold, holder->tid);
	return !before->holder && before->switches == now->switches;
}

static struct pf_error *check_gils(struct pf_pause *pause)
{
	for (size_t i = 0; i < pause->gils.count; i++) {
		struct pf_gil now;
		PF_TRY(pf_gil_peek(pause->python, &pause->python->live,
				   pause->states.interpreters.items[i].at, &now));
		if (!is_safe(pause, &pause->gils.items[i], &now))
			return &pf_error_torn;
	}
	return NULL;
}

static struct pf_error *check_sleepers(struct pf_pause *pause)
{
	for (size_t i = 0; i < pause->sleepers.count; i++) {
		const struct pf_sleeper *sleeper = &pause->sleepers.items[i];
		struct pf_activity now;
		PF_TRY(pf_activity_peek(pause->python->process, sleeper->tid, &now));
		if (now.runs != sleeper->runs)
			return &pf_error_torn;
	}
	return NULL;
}

/* Reads the threads afresh, through the cache, and finds their tids. */
static struct pf_error *survey(struct pf_pause *pause, const struct pf_task *tasks, size_t count)
{
	struct pf_python *python = pause->python;
	pf_page_cache_clear(python->cache);
	PF_TRY(pf_states_peek(python, &python->pages, &pause->states));
	if (pause->states.truncated)
		return &pf_error_torn;
	return pf_tids_translate(python, &python->pages, tasks, count, &pause->states);
}

struct pf_error *pf_pause_begin(struct pf_pause *pause, const struct pf_task *tasks, size_t count,
				bool everyone)
{
	PF_GUARD(tids_deinit) struct tids to_stop = { 0 };
	pause->sleepers.count = 0;
	everyone |= pause->python->free_threaded;
	PF_TRY(survey(pause, tasks, count));
	PF_TRY(peek_gils(pause));
	PF_TRY(everyone ? choose_everyone(pause, &to_stop) : choose(pause, &to_stop));
	PF_TRY(pf_hold_stop(pause->hold, to_stop.items, to_stop.count));
	return everyone ? peek_gils(pause) : check_gils(pause);
}

struct pf_error *pf_pause_check(struct pf_pause *pause)
{
	PF_TRY(check_gils(pause));
	return check_sleepers(pause);
}

void pf_pause_end(struct pf_pause *pause)
{
	pf_hold_resume(pause->hold);
}
