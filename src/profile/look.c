/* The exact way to take a moment: whoever could run Python code is kept from running. */
#include "base/cleanup.h"
#include "base/clock.h"
#include "profile/moment_private.h"
#include "python/gil.h"

#include <string.h>

/*
 * How often a moment is tried again because the GIL changed hands or a thread was new; the last
 * tries stop the thread.
 */
enum { TRIES = 12, GENTLE_TRIES = 8 };

/* A holder that somebody's SIGSTOP or another tracer has stopped does not run. */
static enum pf_state state_of_holder(const struct pf_moment *moment,
				     const struct pf_subject *holder)
{
	struct pf_watch_look look;
	bool asleep = moment->guard.way == PF_GUARD_ASLEEP && pf_watch_peek(&holder->watch, &look);
	return asleep && strchr("Tt", look.state) ? PF_STATE_WAITING : PF_STATE_GIL;
}

/* It may sleep in a system call, too: C code need not let the GIL go for it. */
static struct pf_error *read_holder(struct pf_moment *moment, struct pf_subject *holder)
{
	PF_TRY(pf_moment_read_stack(moment, holder));
	return pf_moment_add_row(moment, holder, state_of_holder(moment, holder),
				 moment->guard.syscall);
}

static struct pf_error *read_other_row(struct pf_moment *moment, struct pf_subject *subject,
				       const struct pf_turn *turn)
{
	enum pf_state state;
	PF_TRY(pf_moment_read_other(moment, subject, turn, &state));
	return pf_moment_add_row(moment, subject, state,
				 state == PF_STATE_RUNNING ? PF_UNKNOWN : subject->syscall);
}

/* As pf_moment_subject_of(), for a state that has just been read. */
static struct pf_error *subject_with(struct pf_moment *moment, const struct pf_thread_state *state,
				     struct pf_subject **ret)
{
	*ret = pf_subjects_find(&moment->subjects, state->at);
	if (*ret && pf_subject_has_state(*ret, state))
		return NULL;
	return pf_moment_subject_of(moment, state->at, ret);
}

/* What one look at an interpreter came to. */
enum look { LOOK_DONE, LOOK_AGAIN, LOOK_FAILED };

/* All threads of the interpreter; HOLDER (may be NULL) has its GIL. */
static struct pf_error *read_everyone(struct pf_moment *moment, pf_addr interpreter,
				      const struct pf_turn *turn, const struct pf_subject *holder,
				      enum look *ret)
{
	*ret = LOOK_AGAIN;
	PF_TRY(pf_states_peek(moment->python, &moment->probe.reader, &moment->states));
	if (moment->states.truncated)
		return &pf_error_torn;
	for (size_t i = 0; i < moment->states.threads.count; i++) {
		const struct pf_thread_state *state = &moment->states.threads.items[i];
		struct pf_subject *subject;
		if (state->interpreter != interpreter)
			continue;
		enum pf_guard_way way = moment->guard.way;
		PF_TRY(subject_with(moment, state, &subject));
		if (!subject || way != moment->guard.way)
			return NULL;
		PF_TRY(subject == holder ? read_holder(moment, subject)
					 : read_other_row(moment, subject, turn));
		if (pf_moment_is_too_long(moment)) {
			*ret = LOOK_FAILED;
			return NULL;
		}
	}
	*ret = LOOK_DONE;
	return NULL;
}

/* Whether nobody has taken the GIL since it was seen free. */
static struct pf_error *is_still_free(struct pf_moment *moment, pf_addr interpreter,
				      const struct pf_gil *before, bool *ret)
{
	struct pf_gil now;
	PF_TRY(pf_gil_peek(moment->python, &moment->python->live, interpreter, &now));
	*ret = !now.holder && now.switches == before->switches;
	return NULL;
}

/* Before 3.7 a free GIL says nothing of who had it: then every thread must have kept still. */
static bool has_everyone_kept_still(const struct pf_moment *moment)
{
	for (size_t i = 0; i < moment->states.threads.count; i++) {
		const struct pf_subject *subject =
			pf_subjects_find(&moment->subjects, moment->states.threads.items[i].at);
		if (!subject || !pf_moment_has_kept_still(moment, subject))
			return false;
	}
	return true;
}

/*
 * The thread that is guarded while the interpreter is read: who has the GIL or, when all threads
 * are read, who had it last, as long as that one exists; *ret is 0 when it is nobody.
 */
static struct pf_error *find_wanted(struct pf_moment *moment, const struct pf_gil *gil,
				    pf_addr *ret)
{
	*ret = gil->holder;
	if (gil->holder || !moment->threads || !gil->last_holder)
		return NULL;
	PF_TRY(pf_states_peek(moment->python, &moment->probe.reader, &moment->states));
	if (moment->states.truncated)
		return &pf_error_torn;
	for (size_t i = 0; i < moment->states.threads.count; i++) {
		if (moment->states.threads.items[i].at == gil->last_holder)
			*ret = gil->last_holder;
	}
	return NULL;
}

/* Reads under the guard, and makes sure that it held. */
static struct pf_error *read_guarded(struct pf_moment *moment, pf_addr interpreter,
				     const struct pf_gil *gil, struct pf_subject *subject,
				     enum look *ret)
{
	bool still = true;
	*ret = LOOK_DONE;
	struct pf_turn turn = { gil, subject ? subject->state.tid : 0 };
	struct pf_subject *holder = gil->holder ? subject : NULL;
	PF_TRY(moment->threads ? read_everyone(moment, interpreter, &turn, holder, ret)
			       : read_holder(moment, holder));
	if (*ret != LOOK_DONE)
		return NULL;
	if (!gil->holder)
		PF_TRY(is_still_free(moment, interpreter, gil, &still));
	if (subject)
		still &= pf_guard_holds(&moment->guard);
	else if (!gil->counted)
		still &= has_everyone_kept_still(moment);
	if (!still)
		*ret = LOOK_AGAIN;
	else if (moment->threads)
		pf_moment_note_bystanders(moment, &turn);
	return NULL;
}

struct tids {
	PF_ARRAY(pid_t);
};

static void tids_deinit(struct tids *tids)
{
	pf_array_deinit(tids);
}

/*
 * For versions in which nobody can tell who might run. Threads that sleep are left alone: a stop
 * could make their system calls fail with EINTR.
 */
static struct pf_error *stop_awake(struct pf_moment *moment)
{
	PF_GUARD(tids_deinit) struct tids awake = { 0 };
	for (size_t i = 0; i < moment->subjects.count; i++) {
		const struct pf_subject *subject = moment->subjects.items[i];
		struct pf_watch_look look;
		if (subject->state.tid && pf_watch_peek(&subject->watch, &look) &&
		    !look.activity.asleep)
			PF_TRY(pf_array_push(&awake, subject->state.tid));
	}
	return awake.count ? pf_guard_stop(&moment->guard, awake.items, awake.count) : NULL;
}

/* The last tries: whoever might run is stopped. */
static struct pf_error *stop(struct pf_moment *moment, pf_addr interpreter,
			     struct pf_subject *expected, bool *guarded)
{
	struct pf_gil gil;
	PF_TRY(pf_gil_peek(moment->python, &moment->python->live, interpreter, &gil));
	if (moment->threads && !gil.holder && !gil.counted)
		return stop_awake(moment);
	return expected ? pf_guard_begin(&moment->guard, expected->state.tid, &expected->watch,
					 true, guarded)
			: NULL;
}

/* Begins to guard the thread that probably has the GIL, EXPECTED; NULL: nobody knows. */
static struct pf_error *guard(struct pf_moment *moment, pf_addr interpreter,
			      struct pf_subject *expected, bool stopping, bool *ret)
{
	*ret = false;
	if (stopping)
		return stop(moment, interpreter, expected, ret);
	if (!expected)
		return NULL;
	PF_TRY(pf_guard_begin(&moment->guard, expected->state.tid, &expected->watch, false, ret));
	expected->gone |= !*ret;
	return NULL;
}

/* One try. The guard may still be on when it returns. */
static struct pf_error *look_once(struct pf_moment *moment, struct pf_seat *seat, bool stopping,
				  enum look *ret)
{
	struct pf_subject *subject =
		seat->expected ? pf_subjects_find(&moment->subjects, seat->expected) : NULL;
	struct pf_gil gil;
	pf_addr wanted;
	bool guarded;
	*ret = LOOK_AGAIN;
	pf_where_begin(&moment->where);
	PF_TRY(guard(moment, seat->interpreter, subject, stopping, &guarded));
	pf_moment_bound_pause(moment);
	PF_TRY(pf_windows_refresh(moment->windows));
	PF_TRY(pf_moment_renew_codes(moment, seat));
	PF_TRY(pf_gil_peek(moment->python, &moment->probe.reader, seat->interpreter, &gil));
	PF_TRY(find_wanted(moment, &gil, &wanted));
	if (!wanted && !moment->threads) {
		*ret = LOOK_DONE;
		return NULL;
	}
	if (wanted && (!guarded || subject->state.at != wanted ||
		       !pf_subject_is(subject, &moment->probe.reader))) {
		seat->expected = wanted;
		return pf_moment_subject_of(moment, wanted, &subject);
	}
	return read_guarded(moment, seat->interpreter, &gil, wanted ? subject : NULL, ret);
}

static void note_way(struct pf_moment *moment, enum look result)
{
	enum pf_guard_way way = moment->guard.way;
	moment->gentle |= result == LOOK_DONE && moment->guard.processor.urgent &&
			  (way == PF_GUARD_ASLEEP || way == PF_GUARD_PROCESSOR);
}

struct pf_error *pf_moment_look(struct pf_moment *moment, struct pf_seat *seat,
				enum pf_outcome *ret)
{
	size_t before = moment->rows.count;
	enum look result = LOOK_AGAIN;
	for (int i = 0; i < TRIES && result == LOOK_AGAIN; i++) {
		moment->rows.count = before;
		struct pf_error *err = look_once(moment, seat, i >= GENTLE_TRIES, &result);
		note_way(moment, result);
		bool broken_off = err && pf_moment_is_too_long(moment);
		if (!err && result == LOOK_DONE)
			pf_moment_show(moment, before);
		pf_moment_end_pause(moment);
		if (err && pf_moment_is_defeated(moment, err))
			return err;
		if (err)
			result = broken_off ? LOOK_FAILED : LOOK_AGAIN;
		pf_error_destroy(err);
	}
	if (result == LOOK_DONE) {
		pf_moment_note_success(moment);
		return NULL;
	}
	moment->rows.count = before;
	*ret = PF_MISSED;
	return NULL;
}
