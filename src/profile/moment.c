/* One moment of a target: who runs Python code, and where. */
#include "base/clock.h"
#include "profile/moment_private.h"

#include <stdlib.h>

/* After how many moments the threads that have ended are forgotten. */
enum { SWEEP_EVERY = 1024 };

/* What pyflame.h promises where nobody says how long a pause may be. */
static const uint64_t MAX_PAUSE_NS = 50000000;

/* How often in a row, and for how long, another tracer may be in our way; a moment is many tries. */
static const uint64_t MAX_REFUSED_NS = 1000000000;
enum { MAX_REFUSALS = 100 };

bool pf_moment_is_final(const struct pf_error *err)
{
	enum pf_error_code code = pf_error_code(err);
	return code == PF_GONE || code == PF_NO_MEMORY || code == PF_PERMISSION;
}

/*
 * Another tracer, such as a second sampler, has a thread for some microseconds; a debugger keeps it.
 * At first the hold's patience tells them apart, later how often and for how long we were refused.
 * Where threads need not be stopped in general, another tracer costs a moment now and then.
 */
bool pf_moment_is_defeated(struct pf_moment *moment, const struct pf_error *err)
{
	if (pf_error_code(err) != PF_PERMISSION)
		return pf_moment_is_final(err);
	uint64_t now_ns = pf_clock_now_ns();
	if (!moment->refusals++)
		moment->refused_ns = now_ns;
	bool often = moment->refusals > MAX_REFUSALS;
	bool long_ago = now_ns - moment->refused_ns > MAX_REFUSED_NS;
	return !moment->gentle && (!moment->seen || (often && long_ago));
}

void pf_moment_note_success(struct pf_moment *moment)
{
	moment->refusals = 0;
	if (moment->seen)
		return;
	moment->seen = true;
	pf_hold_be_impatient(moment->guard.hold);
}

struct pf_error *pf_moment_init(struct pf_moment *moment, struct pf_python *python,
				struct pf_profile *profile,
				const struct pf_sampling_options *options)
{
	*moment = (struct pf_moment){ .python = python,
				      .profile = profile,
				      .mode = options->mode,
				      .threads = options->threads,
				      .max_pause_ns = options->max_pause_ns ? options->max_pause_ns
									    : MAX_PAUSE_NS };
	PF_TRY(pf_windows_create(python->live.memory, &moment->windows));
	moment->probe.windows = moment->windows;
	moment->probe.reader =
		(struct pf_reader){ pf_windows_memory(moment->windows), &python->layout };
	moment->stacks.probe = &moment->probe;
	moment->stacks.profile = profile;
	moment->guard.processor.current = -1;
	return moment->mode == PF_EXACT ? pf_guard_init(&moment->guard, python->process) : NULL;
}

struct pf_error *pf_moment_choose(struct pf_moment *moment, const struct pf_wish *wish)
{
	if (moment->python->free_threaded)
		return pf_error_create(PF_UNSUPPORTED,
				       "samples of a Python without a GIL cannot be chosen by "
				       "values: other threads change them while they are read");
	moment->where.wish = wish;
	moment->where.python = moment->python;
	moment->where.stacks = &moment->stacks;
	moment->where.limit_ns = moment->max_pause_ns / 2;
	return NULL;
}

void pf_moment_deinit(struct pf_moment *moment)
{
	pf_where_deinit(&moment->where);
	pf_guard_deinit(&moment->guard);
	pf_subjects_deinit(&moment->subjects);
	pf_stacks_deinit(&moment->stacks);
	pf_windows_destroy(moment->windows);
	pf_states_deinit(&moment->states);
	pf_array_deinit(&moment->raw);
	pf_array_deinit(&moment->seats);
	pf_array_deinit(&moment->rows);
}

bool pf_moment_is_too_long(const struct pf_moment *moment)
{
	return moment->guard.way >= PF_GUARD_PROCESSOR &&
	       pf_clock_now_ns() - moment->guard.since_ns > moment->max_pause_ns;
}

void pf_moment_bound_pause(struct pf_moment *moment)
{
	if (moment->guard.way < PF_GUARD_PROCESSOR)
		return;
	moment->deadline_ns = moment->guard.since_ns + moment->max_pause_ns;
	pf_windows_set_deadline(moment->windows, moment->deadline_ns);
}

void pf_moment_show(struct pf_moment *moment, size_t first)
{
	if (moment->show && !moment->sated)
		moment->sated = moment->show(moment->show_data, first);
}

void pf_moment_end_pause(struct pf_moment *moment)
{
	pf_guard_end(&moment->guard);
	moment->deadline_ns = 0;
	pf_windows_set_deadline(moment->windows, 0);
}

struct pf_error *pf_moment_renew_codes(struct pf_moment *moment, struct pf_seat *seat)
{
	int32_t offset = moment->python->layout.interpreter.code_generation;
	uint64_t generation;
	if (offset == PF_ABSENT) {
		pf_code_table_renew(&moment->stacks.codes);
		return NULL;
	}
	PF_TRY(pf_reader_peek_word(&moment->probe.reader, seat->interpreter + (pf_addr)offset,
				   &generation));
	if (generation != seat->code_generation)
		pf_code_table_renew(&moment->stacks.codes);
	seat->code_generation = generation;
	return NULL;
}

struct pf_error *pf_moment_subject_of(struct pf_moment *moment, pf_addr at, struct pf_subject **ret)
{
	*ret = pf_subjects_find(&moment->subjects, at);
	if (*ret && pf_subject_is(*ret, &moment->probe.reader))
		return NULL;
	*ret = NULL;
	pf_guard_end(&moment->guard); /* what comes takes its time */
	struct pf_error *err =
		pf_subjects_add(&moment->subjects, moment->python, moment->profile, at, ret);
	if (!err || pf_moment_is_final(err))
		return err;
	pf_error_destroy(err);
	return NULL;
}

/*
 * Where all threads are read, each has windows of its own for its stack: most stacks are as they
 * were, and need not be fetched.
 */
static struct pf_error *fetch_stack(struct pf_moment *moment, struct pf_subject *subject)
{
	if (!subject->windows)
		PF_TRY(pf_windows_create(moment->python->live.memory, &subject->windows));
	pf_windows_set_deadline(subject->windows, moment->deadline_ns);
	return pf_windows_refresh(subject->windows);
}

struct pf_error *pf_moment_read_stack(struct pf_moment *moment, struct pf_subject *subject)
{
	struct pf_probe probe = moment->probe;
	subject->bystander = false; /* until the moment is seen to be right */
	if (moment->threads) {
		PF_TRY(fetch_stack(moment, subject));
		probe.windows = subject->windows;
	}
	PF_TRY(pf_probe_stack(&probe, subject->state.at, &moment->raw));
	return pf_stacks_intern(&moment->stacks, &subject->memo, &moment->raw, &subject->stack);
}

struct pf_error *pf_moment_add_row(struct pf_moment *moment, const struct pf_subject *subject,
				   enum pf_state state, int syscall)
{
	bool fits = syscall >= 0 && syscall < (1 << PF_SYSCALL_BITS) - 1;
	struct pf_sample row = { .state = state,
				 .thread = subject ? subject->thread : 0,
				 .stack = subject ? subject->stack : 0,
				 .syscall = fits ? (unsigned)syscall + 1 : 0 };
	if (moment->where.wish)
		PF_TRY(pf_where_judge(&moment->where, subject, &row, moment->rows.count));
	return pf_array_push(&moment->rows, row);
}

struct pf_error *pf_moment_tidy(struct pf_moment *moment)
{
	if (moment->count % SWEEP_EVERY == 0)
		pf_subjects_sweep(&moment->subjects);
	return pf_subjects_name(&moment->subjects, moment->python, moment->profile);
}
