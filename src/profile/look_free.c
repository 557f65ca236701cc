/* The exact way for builds without a GIL: each running thread is kept still for its own stack. */
#include "profile/moment_private.h"

/* How often a thread may have slipped away while it was read. */
enum { TRIES = 6, GENTLE_TRIES = 4 };

/* Reads the stack under a guard; *ret tells whether it held, *asleep whether that was sleep. */
static struct pf_error *read_once(struct pf_moment *moment, struct pf_subject *subject,
				  bool stopping, bool *ret, bool *asleep)
{
	struct pf_guard *guard = &moment->guard;
	*ret = false;
	PF_TRY(pf_guard_begin(guard, subject->state.tid, &subject->watch, stopping, ret));
	subject->gone |= !*ret;
	if (!*ret)
		return NULL;
	*asleep = guard->way == PF_GUARD_ASLEEP;
	subject->syscall = guard->syscall;
	subject->runs = guard->runs;
	pf_moment_bound_pause(moment);
	PF_TRY(pf_windows_refresh(moment->windows));
	PF_TRY(pf_moment_read_stack(moment, subject));
	*ret = pf_guard_holds(guard);
	return NULL;
}

/* A row for the thread, shown while it is still guarded. */
static struct pf_error *tell(struct pf_moment *moment, const struct pf_subject *subject,
			     bool asleep)
{
	size_t first = moment->rows.count;
	if (asleep && !moment->threads)
		return NULL;
	PF_TRY(pf_moment_add_row(moment, subject, asleep ? PF_STATE_WAITING : PF_STATE_RUNNING,
				 subject->syscall));
	pf_moment_show(moment, first);
	return NULL;
}

static struct pf_error *read_thread(struct pf_moment *moment, struct pf_subject *subject, bool *ret)
{
	bool asleep = subject->settled && pf_watch_runs(&subject->watch) == subject->runs;
	*ret = asleep;
	if (asleep)
		return tell(moment, subject, asleep);
	bool broken_off = false;
	for (int i = 0; i < TRIES && !*ret && !broken_off; i++) {
		struct pf_error *err = read_once(moment, subject, i >= GENTLE_TRIES, ret, &asleep);
		broken_off = err && pf_moment_is_too_long(moment);
		if (!err && *ret)
			err = tell(moment, subject, asleep);
		pf_moment_end_pause(moment);
		if (err && pf_moment_is_defeated(moment, err))
			return err;
		*ret &= !err;
		pf_error_destroy(err);
	}
	if (*ret)
		pf_moment_note_success(moment);
	subject->settled = *ret && asleep;
	return NULL;
}

struct pf_error *pf_moment_look_free(struct pf_moment *moment, struct pf_seat *seat,
				     enum pf_outcome *ret)
{
	PF_TRY(pf_windows_refresh(moment->windows));
	PF_TRY(pf_moment_renew_codes(moment, seat));
	PF_TRY(pf_states_peek(moment->python, &moment->probe.reader, &moment->states));
	for (size_t i = 0; i < moment->states.threads.count && !moment->sated; i++) {
		const struct pf_thread_state *thread = &moment->states.threads.items[i];
		struct pf_subject *subject;
		bool read;
		if (thread->interpreter != seat->interpreter)
			continue;
		PF_TRY(pf_moment_subject_of(moment, thread->at, &subject));
		if (!subject)
			continue;
		PF_TRY(read_thread(moment, subject, &read));
		if (!read)
			*ret = PF_MISSED;
	}
	return NULL;
}
