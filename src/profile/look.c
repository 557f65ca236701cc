/* The exact way to take a moment: whoever could run Python code is kept from running. */
#include "base/clock.h"
#include "profile/moment_private.h"
#include "python/gil.h"

/*
 * How often a moment is tried again because the GIL changed hands or a thread was new; the last
 * tries stop the thread.
 */
enum { TRIES = 12, GENTLE_TRIES = 8 };

/*
 * A thread that is not the holder cannot change its Python frames now. One that has slept ever
 * since it was last read still has the same ones. *state is what it does.
 */
static struct pf_error *read_other(struct pf_moment *moment, struct pf_subject *subject,
				   enum pf_state *state)
{
	struct pf_watch_look look = { 0 };
	*state = PF_STATE_WAITING;
	if (subject->settled && pf_watch_runs(&subject->watch) == subject->runs)
		return NULL;
	if (subject->state.tid && !pf_watch_peek(&subject->watch, &look))
		return &pf_error_torn; /* it has ended */
	PF_TRY(pf_moment_read_stack(moment, subject));
	subject->settled = look.activity.asleep;
	subject->runs = look.activity.runs;
	if (!subject->settled)
		*state = PF_STATE_RUNNING;
	return NULL;
}

static bool is_too_long(const struct pf_moment *moment)
{
	return moment->guard.way >= PF_GUARD_PROCESSOR &&
	       pf_clock_now_ns() - moment->guard.since_ns > moment->max_pause_ns;
}

/* What one look at an interpreter came to. */
enum look { LOOK_DONE, LOOK_AGAIN, LOOK_FAILED };

/* All threads of the interpreter; HOLDER (may be NULL) has the GIL. */
static struct pf_error *read_everyone(struct pf_moment *moment, pf_addr interpreter,
				      const struct pf_subject *holder, enum look *ret)
{
	*ret = LOOK_AGAIN;
	PF_TRY(pf_states_peek(moment->python, &moment->probe.reader, &moment->states));
	for (size_t i = 0; i < moment->states.threads.count; i++) {
		const struct pf_thread_state *state = &moment->states.threads.items[i];
		struct pf_subject *subject;
		enum pf_state doing = PF_STATE_GIL;
		if (state->interpreter != interpreter)
			continue;
		enum pf_guard_way way = moment->guard.way;
		PF_TRY(pf_moment_subject_of(moment, state->at, &subject));
		if (!subject || way != moment->guard.way)
			return NULL;
		PF_TRY(subject == holder ? pf_moment_read_stack(moment, subject)
					 : read_other(moment, subject, &doing));
		PF_TRY(pf_moment_add_row(moment, subject, doing));
		if (is_too_long(moment)) {
			*ret = LOOK_FAILED;
			return NULL;
		}
	}
	*ret = LOOK_DONE;
	return NULL;
}

static struct pf_error *read_holder(struct pf_moment *moment, struct pf_subject *holder)
{
	PF_TRY(pf_moment_read_stack(moment, holder));
	return pf_moment_add_row(moment, holder, PF_STATE_GIL);
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

/*
 * Before 3.7 a free GIL says nothing of who had it: then every thread must have slept all the time,
 * unless all are stopped.
 */
static bool has_everyone_slept(const struct pf_moment *moment)
{
	if (moment->guard.way == PF_GUARD_STOPPED)
		return true;
	for (size_t i = 0; i < moment->rows.count; i++) {
		if (moment->rows.items[i].state != PF_STATE_WAITING)
			return false;
	}
	for (size_t i = 0; i < moment->subjects.count; i++) {
		const struct pf_subject *subject = moment->subjects.items[i];
		if (subject->settled && pf_watch_runs(&subject->watch) != subject->runs)
			return false;
	}
	return true;
}

/* The thread that is guarded while the interpreter is read: who has the GIL, or had it last. */
static pf_addr whom_to_guard(const struct pf_moment *moment, const struct pf_gil *gil)
{
	if (gil->holder)
		return gil->holder;
	return moment->threads ? gil->last_holder : 0;
}

/* Reads under the guard, and makes sure that it held. */
static struct pf_error *read_guarded(struct pf_moment *moment, pf_addr interpreter,
				     const struct pf_gil *gil, struct pf_subject *subject,
				     enum look *ret)
{
	bool still = true;
	*ret = LOOK_DONE;
	struct pf_subject *holder = gil->holder ? subject : NULL;
	PF_TRY(moment->threads ? read_everyone(moment, interpreter, holder, ret)
			       : read_holder(moment, holder));
	if (*ret != LOOK_DONE)
		return NULL;
	if (!gil->holder)
		PF_TRY(is_still_free(moment, interpreter, gil, &still));
	if (subject)
		still &= pf_guard_holds(&moment->guard);
	else
		still &= has_everyone_slept(moment);
	if (!still)
		*ret = LOOK_AGAIN;
	return NULL;
}

/* For versions in which nobody can tell who might run. */
static struct pf_error *stop_everyone(struct pf_moment *moment)
{
	pf_guard_adopt_hold(&moment->guard);
	return pf_python_stop(moment->python, moment->guard.hold);
}

/* One try. The guard may still be on when it returns. */
static struct pf_error *look_once(struct pf_moment *moment, struct pf_seat *seat, bool stopping,
				  enum look *ret)
{
	struct pf_subject *subject =
		seat->expected ? pf_subjects_find(&moment->subjects, seat->expected) : NULL;
	struct pf_gil gil;
	bool guarded = false;
	*ret = LOOK_AGAIN;
	if (subject)
		PF_TRY(pf_guard_begin(&moment->guard, subject->state.tid, &subject->watch, stopping,
				      &guarded));
	else if (stopping && moment->threads)
		PF_TRY(stop_everyone(moment));
	PF_TRY(pf_windows_refresh(moment->windows));
	PF_TRY(pf_moment_renew_codes(moment, seat->interpreter));
	PF_TRY(pf_gil_peek(moment->python, &moment->probe.reader, seat->interpreter, &gil));
	pf_addr wanted = whom_to_guard(moment, &gil);
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

struct pf_error *pf_moment_look(struct pf_moment *moment, struct pf_seat *seat,
				enum pf_outcome *ret)
{
	size_t before = moment->rows.count;
	enum look result = LOOK_AGAIN;
	for (int i = 0; i < TRIES && result == LOOK_AGAIN; i++) {
		moment->rows.count = before;
		struct pf_error *err = look_once(moment, seat, i >= GENTLE_TRIES, &result);
		pf_guard_end(&moment->guard);
		if (err && pf_moment_is_final(err))
			return err;
		if (err)
			result = LOOK_AGAIN;
		pf_error_destroy(err);
	}
	if (result == LOOK_DONE)
		return NULL;
	moment->rows.count = before;
	*ret = PF_MISSED;
	return NULL;
}
