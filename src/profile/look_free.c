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

static struct pf_error *read_thread(struct pf_moment *moment, struct pf_subject *subject,
				    enum pf_state *state, bool *ret)
{
	bool asleep = subject->settled && pf_watch_runs(&subject->watch) == subject->runs;
	*ret = asleep;
	bool broken_off = false;
	for (int i = 0; i < TRIES && !*ret && !broken_off; i++) {
		struct pf_error *err = read_once(moment, subject, i >= GENTLE_TRIES, ret, &asleep);
		broken_off = err && pf_moment_is_too_long(moment);
		pf_moment_end_pause(moment);
		if (err && pf_moment_is_defeated(moment, err))
			return err;
		*ret &= !err;
		pf_error_destroy(err);
	}
	if (*ret)
		pf_moment_note_success(moment);
	subject->settled = *ret && asleep;
	*state = asleep ? PF_STATE_WAITING : PF_STATE_RUNNING;
	return NULL;
}

struct pf_error *pf_moment_look_free(struct pf_moment *moment, struct pf_seat *seat,
				     enum pf_outcome *ret)
{
	PF_TRY(pf_windows_refresh(moment->windows));
	PF_TRY(pf_moment_renew_codes(moment, seat));
	PF_TRY(pf_states_peek(moment->python, &moment->probe.reader, &moment->states));
	for (size_t i = 0; i < moment->states.threads.count; i++) {
		const struct pf_thread_state *thread = &moment->states.threads.items[i];
		struct pf_subject *subject;
		enum pf_state state;
		bool read;
		if (thread->interpreter != seat->interpreter)
			continue;
		PF_TRY(pf_moment_subject_of(moment, thread->at, &subject));
		if (!subject)
			continue;
		PF_TRY(read_thread(moment, subject, &state, &read));
		if (!read)
			*ret = PF_MISSED;
		else if (moment->threads || state == PF_STATE_RUNNING)
			PF_TRY(pf_moment_add_row(moment, subject, state, subject->syscall));
	}
	return NULL;
}
