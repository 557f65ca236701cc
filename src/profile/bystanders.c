/* Threads without the GIL during a look: what they do, and whether their stacks can have changed. */
#include "profile/moment_private.h"

/*
 * Whether it is another thread's turn. The tids must differ, since thread states of one thread may
 * take turns without a switch; and where there are several interpreters, states run in threads that
 * they do not name.
 */
static bool is_bystander(const struct pf_moment *moment, const struct pf_subject *subject,
			 const struct pf_turn *turn)
{
	bool alone = moment->seats.count == 1 &&
		     moment->seats.items[0].interpreter == subject->state.interpreter;
	return alone && turn->gil->counted && turn->tid && subject->state.tid &&
	       subject->state.tid != turn->tid;
}

/*
 * Whether the thread has not had the GIL since it was read, however it may have run without: with
 * one switch at most it went from who had it then to who has it now.
 */
static bool has_same_frames(const struct pf_moment *moment, const struct pf_subject *subject,
			    const struct pf_turn *turn)
{
	return subject->bystander && is_bystander(moment, subject, turn) &&
	       turn->gil->switches - subject->switches <= 1;
}

/* Whether any thread might take the GIL, unnoticed. */
static bool is_anybodys(const struct pf_gil *gil)
{
	return !gil->holder && !gil->counted;
}

/*
 * Whether the thread waits for the processor that we are on: unless it has run since RUNS were
 * counted, it has executed nothing. As for the one that is guarded: see guard.c.
 */
static bool is_queued_behind_us(const struct pf_moment *moment, const struct pf_subject *subject,
				uint64_t runs)
{
	struct pf_watch_look look;
	return runs && pf_watch_peek(&subject->watch, &look) &&
	       pf_processor_is_at(&moment->guard.processor, look.processor);
}

static void note_activity(struct pf_subject *subject, const struct pf_activity *activity,
			  const struct pf_gil *gil)
{
	subject->settled = activity->asleep;
	subject->runs = activity->runs;
	subject->syscall = activity->syscall;
	subject->wants_gil = activity->asleep && pf_gil_is_awaited(gil, activity->futex);
}

struct pf_error *pf_moment_read_other(struct pf_moment *moment, struct pf_subject *subject,
				      const struct pf_turn *turn, enum pf_state *state)
{
	struct pf_activity activity = { 0 };
	uint64_t runs = pf_watch_runs(&subject->watch);
	*state = subject->wants_gil ? PF_STATE_WANTING : PF_STATE_WAITING;
	if (subject->settled && runs == subject->runs)
		return NULL;
	subject->gone =
		subject->state.tid && !pf_watch_peek_activity(&subject->watch, runs, &activity);
	if (subject->gone)
		return &pf_error_torn;
	subject->queued = !activity.asleep && is_anybodys(turn->gil) &&
			  is_queued_behind_us(moment, subject, activity.runs);
	if (!has_same_frames(moment, subject, turn))
		PF_TRY(pf_moment_read_stack(moment, subject));
	note_activity(subject, &activity, turn->gil);
	bool stopped = moment->guard.way == PF_GUARD_STOPPED &&
		       pf_guard_has(&moment->guard, subject->state.tid);
	*state = subject->wants_gil ? PF_STATE_WANTING : PF_STATE_WAITING;
	if (!subject->settled || stopped)
		*state = PF_STATE_RUNNING;
	return NULL;
}

bool pf_moment_has_kept_still(const struct pf_moment *moment, const struct pf_subject *subject)
{
	if ((subject->settled || subject->queued) &&
	    pf_watch_runs(&subject->watch) == subject->runs)
		return true;
	return pf_guard_has(&moment->guard, subject->state.tid) && pf_guard_holds(&moment->guard);
}

void pf_moment_note_bystanders(struct pf_moment *moment, const struct pf_turn *turn)
{
	for (size_t i = 0; i < moment->states.threads.count; i++) {
		struct pf_subject *subject =
			pf_subjects_find(&moment->subjects, moment->states.threads.items[i].at);
		if (!subject)
			continue;
		subject->bystander = is_bystander(moment, subject, turn);
		subject->switches = turn->gil->switches;
	}
}
