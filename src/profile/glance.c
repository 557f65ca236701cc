/* The nonstop way to take a moment: the target runs on, and what does not fit together is dropped. */
#include "base/clock.h"
#include "profile/moment_private.h"
#include "python/gil.h"

/* How long a code object, and the frame below the oldest one, are believed to be the same. */
static const uint64_t BELIEF_NS = 10 * 1000 * 1000;

/* For how long it is not, at first, and after one was found to be another one. */
static const uint64_t FIRST_CAUTION_NS = 100 * 1000 * 1000, CAUTION_NS = 1000 * 1000 * 1000;

/*
 * A refresh that took longer than this was interrupted, and its two copies may be far apart. Cold
 * caches and many windows are slow, too: a window is allowed its own time, and so is each KiB.
 */
static const uint64_t REFRESH_NS = 8000, WINDOW_NS = 1000, KIB_NS = 250;
enum { SOON = 2 }; /* so many times as long may pass until code objects are decoded as well */

static uint64_t allowed_ns(const struct pf_moment *moment)
{
	size_t windows, size = pf_windows_size(moment->windows, &windows);
	return REFRESH_NS + windows * WINDOW_NS + size / 1024 * KIB_NS;
}

/*
 * A thread that may have run: its stack is of one moment only when its newest frame was the same
 * all the time (that its callers were, pf_probe_stack() has seen), and nothing had to be read later
 * than the rest.
 */
static struct pf_error *check_echo(struct pf_moment *moment, pf_addr newest_at)
{
	const struct pf_echo *echo = pf_windows_last_echo(moment->windows);
	bool same = echo->at == newest_at && echo->same && echo->word == moment->raw.newest;
	bool quick = echo->took_ns < allowed_ns(moment);
	return same && quick && !pf_windows_misses(moment->windows) ? NULL : &pf_error_torn;
}

/* Whether code objects are checked at every moment. */
static bool is_cautious(const struct pf_moment *moment)
{
	return moment->believed_ns <= moment->cautious_ns;
}

/*
 * Code objects are read behind the frames: where they come and go, the newest frame must still be
 * there afterwards, and soon: making another function takes longer than that.
 */
static struct pf_error *check_newest(struct pf_moment *moment, pf_addr newest_at)
{
	pf_addr newest;
	if (!is_cautious(moment))
		return NULL;
	PF_TRY(pf_reader_peek_word(&moment->python->live, newest_at, &newest));
	uint64_t took_ns = pf_clock_now_ns() - pf_windows_last_echo(moment->windows)->since_ns;
	bool same = newest == moment->newest && took_ns < SOON * allowed_ns(moment);
	return same ? NULL : &pf_error_torn;
}

/* A newest frame without a line was half written: its code object and its lasti do not fit. */
static struct pf_error *check_line(const struct pf_moment *moment, uint32_t stack)
{
	const struct pf_stack *newest = stack ? pf_profile_stack(moment->profile, stack) : NULL;
	bool fits = !newest || pf_profile_place(moment->profile, newest->place)->line != PF_UNKNOWN;
	return fits ? NULL : &pf_error_torn;
}

/* Else they are read so rarely that it is not worth a window. */
static struct pf_error *intern(struct pf_moment *moment, struct pf_subject *subject)
{
	pf_windows_set_passing(moment->windows, !is_cautious(moment));
	return pf_stacks_intern(&moment->stacks, &subject->memo, &moment->raw, &subject->stack);
}

static struct pf_error *read_holder(struct pf_moment *moment, struct pf_subject *subject)
{
	pf_addr newest_at;
	PF_TRY(pf_frames_locate_newest(&moment->probe.reader, subject->state.at, &newest_at));
	bool witnesses = moment->python->layout.traits.running >= RUNNING_STACKTOP;
	pf_windows_set_echo(moment->windows, newest_at, !witnesses); /* for the next time */
	struct pf_probe probe = { .windows = moment->windows,
				  .reader = moment->probe.reader,
				  .compare = true };
	if (subject->root_ns == moment->believed_ns)
		probe.root = subject->root;
	PF_TRY(pf_probe_stack(&probe, subject->state.at, &moment->raw));
	PF_TRY(check_echo(moment, newest_at));
	subject->root = moment->raw.root;
	subject->root_ns = moment->believed_ns;
	moment->newest = moment->raw.newest; /* the raw stack goes into the memo */
	PF_TRY(intern(moment, subject));
	PF_TRY(check_line(moment, subject->stack));
	return check_newest(moment, newest_at);
}

/* A thread without the GIL: its frames stay as they are unless it has got the GIL meanwhile. */
static struct pf_error *read_other(struct pf_moment *moment, struct pf_subject *subject)
{
	pf_addr newest;
	PF_TRY(pf_probe_stack(&moment->probe, subject->state.at, &moment->raw));
	PF_TRY(pf_frames_find_newest(&moment->python->live, subject->state.at, &newest));
	if (newest != moment->raw.newest)
		return &pf_error_torn;
	return intern(moment, subject);
}

/* Adds the thread's row, or makes the moment a torn one. */
static struct pf_error *glance_at(struct pf_moment *moment, pf_addr thread, bool holder,
				  enum pf_outcome *ret)
{
	struct pf_subject *subject;
	struct pf_error *err = pf_moment_subject_of(moment, thread, &subject);
	if (!err && !subject)
		err = &pf_error_torn;
	if (!err)
		err = holder ? read_holder(moment, subject) : read_other(moment, subject);
	if (!err)
		err = pf_moment_add_row(moment, subject, holder ? PF_STATE_GIL : PF_STATE_WAITING,
					PF_UNKNOWN);
	if (!err || pf_moment_is_final(err))
		return err;
	pf_error_destroy(err);
	*ret = PF_TORN_MOMENT;
	return NULL;
}

static struct pf_error *glance_at_everyone(struct pf_moment *moment, pf_addr interpreter,
					   pf_addr holder, enum pf_outcome *ret)
{
	PF_TRY(pf_states_peek(moment->python, &moment->probe.reader, &moment->states));
	for (size_t i = 0; i < moment->states.threads.count; i++) {
		const struct pf_thread_state *state = &moment->states.threads.items[i];
		if (state->interpreter == interpreter)
			PF_TRY(glance_at(moment, state->at, state->at == holder, ret));
	}
	return NULL;
}

/*
 * Where code objects are seen to be replaced, each one is checked at every moment for a while: a
 * program that does so now does it again soon.
 */
static struct pf_error *renew_codes(struct pf_moment *moment, struct pf_seat *seat)
{
	uint64_t heard_ns = pf_windows_last_echo(moment->windows)->since_ns;
	uint64_t now_ns = heard_ns ? heard_ns : pf_clock_now_ns();
	if (!moment->cautious_ns)
		moment->cautious_ns = now_ns + FIRST_CAUTION_NS;
	if (moment->replacements != moment->stacks.codes.replacements)
		moment->cautious_ns = now_ns + CAUTION_NS;
	moment->replacements = moment->stacks.codes.replacements;
	if (now_ns > moment->cautious_ns && now_ns - seat->believed_ns < BELIEF_NS)
		return NULL;
	moment->believed_ns = seat->believed_ns = now_ns;
	return pf_moment_renew_codes(moment, seat);
}

struct pf_error *pf_moment_glance(struct pf_moment *moment, struct pf_seat *seat,
				  enum pf_outcome *ret)
{
	struct pf_gil gil;
	PF_TRY(pf_windows_refresh(moment->windows));
	PF_TRY(pf_gil_peek_at(moment->python, &moment->probe.reader, seat->gil, &gil));
	PF_TRY(renew_codes(moment, seat));
	if (moment->threads)
		return glance_at_everyone(moment, seat->interpreter, gil.holder, ret);
	return gil.holder ? glance_at(moment, gil.holder, true, ret) : NULL;
}
