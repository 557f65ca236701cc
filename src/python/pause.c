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
	pause->watch = (struct pf_watch){ .schedstat_fd = -1, .stat_fd = -1, .syscall_fd = -1 };
	return pf_guard_init(&pause->guard, python->process);
}

void pf_pause_deinit(struct pf_pause *pause)
{
	pf_guard_deinit(&pause->guard);
	pf_watch_close(&pause->watch);
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

/* The kernel's id of the thread whose state is at AT; 0 when it cannot be told. */
static struct pf_error *find_tid(struct pf_pause *pause, pf_addr at, pid_t *ret)
{
	struct pf_thread_state state;
	PF_TRY(pf_thread_state_peek(&pause->python->live, at, &state, NULL));
	return pf_tids_translate_one(pause->python, &pause->python->live, &state, ret);
}

/* Reads every interpreter's GIL as it is now. */
static struct pf_error *peek_gils(struct pf_pause *pause)
{
	pause->gils.count = 0;
	for (size_t i = 0; i < pause->states.interpreters.count; i++) {
		struct pf_gil_guard guard = { .interpreter =
						      pause->states.interpreters.items[i].at };
		PF_TRY(pf_gil_peek(pause->python, &pause->python->live, guard.interpreter,
				   &guard.gil));
		PF_TRY(pf_array_push(&pause->gils, guard));
	}
	return NULL;
}

/* How often a thread that runs outside the GIL is looked at before it is stopped. */
enum { LOOKS = 10 };

/*
 * A thread that might take the GIL: when it is asleep, remember that; when it runs outside the
 * GIL, it has to be stopped as well. It may be on its way into a system call that would fail with
 * EINTR then, so it gets a few looks' time to arrive there.
 */
static struct pf_error *consider(struct pf_pause *pause, pf_addr thread, struct tids *to_stop)
{
	struct pf_activity activity = { .asleep = false };
	struct pf_error *err = NULL;
	pid_t tid;
	PF_TRY(find_tid(pause, thread, &tid));
	if (!tid)
		return NULL; /* it has ended */
	for (int i = 0; i < LOOKS && !err && !activity.asleep; i++)
		err = pf_activity_peek(pause->python->process, tid, &activity);
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

/* The last holder's state may be freed already; then it takes no GIL any more. */
static struct pf_error *consider_last(struct pf_pause *pause, pf_addr thread, struct tids *to_stop)
{
	for (size_t i = 0; i < pause->states.threads.count; i++) {
		if (pause->states.threads.items[i].at == thread)
			return consider(pause, thread, to_stop);
	}
	return NULL;
}

/* Who could run Python code under this GIL without its switch count telling. */
static struct pf_error *consider_unheld(struct pf_pause *pause, const struct pf_gil_guard *guard,
					struct tids *to_stop)
{
	if (guard->gil.counted)
		return consider_last(pause, guard->gil.last_holder, to_stop);
	for (size_t i = 0; i < pause->states.threads.count; i++) {
		const struct pf_thread_state *state = &pause->states.threads.items[i];
		if (state->interpreter == guard->interpreter)
			PF_TRY(consider(pause, state->at, to_stop));
	}
	return NULL;
}

static struct pf_error *choose(struct pf_pause *pause, struct tids *to_stop)
{
	for (size_t i = 0; i < pause->gils.count; i++) {
		struct pf_gil_guard *guard = &pause->gils.items[i];
		if (!guard->gil.holder) {
			PF_TRY(consider_unheld(pause, guard, to_stop));
			continue;
		}
		PF_TRY(find_tid(pause, guard->gil.holder, &guard->holder));
		if (!guard->holder)
			return &pf_error_torn;
		PF_TRY(add_tid(to_stop, guard->holder));
	}
	return NULL;
}

/* A GIL is safe while its holder is stopped, or while nobody has taken it. */
static bool is_safe(const struct pf_pause *pause, const struct pf_gil_guard *before,
		    const struct pf_gil *now)
{
	if (now->holder != before->gil.holder)
		return false;
	return now->holder ? pf_guard_has(&pause->guard, before->holder)
			   : now->switches == before->gil.switches;
}

static struct pf_error *check_gils(struct pf_pause *pause)
{
	for (size_t i = 0; i < pause->gils.count; i++) {
		struct pf_gil now;
		PF_TRY(pf_gil_peek(pause->python, &pause->python->live,
				   pause->gils.items[i].interpreter, &now));
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

static struct pf_error *survey(struct pf_pause *pause)
{
	pf_page_cache_clear(pause->python->cache);
	return pf_states_peek(pause->python, &pause->python->pages, &pause->states);
}

/* A single thread can be kept from running without being stopped. */
static struct pf_error *guard_one(struct pf_pause *pause, pid_t tid)
{
	bool guarded;
	pf_watch_close(&pause->watch);
	PF_TRY(pf_watch_open(&pause->watch, pause->python->process, tid));
	PF_TRY(pf_guard_begin(&pause->guard, tid, &pause->watch, false, &guarded));
	return guarded ? NULL : &pf_error_torn;
}

static struct pf_error *guard_holders(struct pf_pause *pause, bool stopping)
{
	PF_GUARD(tids_deinit) struct tids to_stop = { 0 };
	PF_TRY(peek_gils(pause));
	PF_TRY(choose(pause, &to_stop));
	if (to_stop.count == 1 && !stopping)
		PF_TRY(guard_one(pause, to_stop.items[0]));
	else if (to_stop.count)
		PF_TRY(pf_guard_stop(&pause->guard, to_stop.items, to_stop.count));
	return check_gils(pause);
}

/* Whoever holds a GIL now is stopped, unless it is a thread that has just begun. */
static struct pf_error *stop_everyone(struct pf_pause *pause)
{
	pf_guard_adopt_hold(&pause->guard);
	PF_TRY(pf_python_stop(pause->python, pause->guard.hold));
	PF_TRY(peek_gils(pause));
	for (size_t i = 0; i < pause->gils.count; i++) {
		struct pf_gil_guard *guard = &pause->gils.items[i];
		if (guard->gil.holder)
			PF_TRY(find_tid(pause, guard->gil.holder, &guard->holder));
	}
	return check_gils(pause);
}

struct pf_error *pf_pause_begin(struct pf_pause *pause, enum pf_pause_way way)
{
	pause->sleepers.count = 0;
	PF_TRY(survey(pause));
	if (way == PF_PAUSE_EVERYONE)
		return stop_everyone(pause);
	return guard_holders(pause, way == PF_PAUSE_HOLDERS);
}

struct pf_error *pf_pause_check(struct pf_pause *pause)
{
	PF_TRY(check_gils(pause));
	if (pause->guard.way != PF_GUARD_NONE && !pf_guard_holds(&pause->guard))
		return &pf_error_torn;
	return check_sleepers(pause);
}

void pf_pause_end(struct pf_pause *pause)
{
	pf_guard_end(&pause->guard);
}
