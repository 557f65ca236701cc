/* Waiting for a thread to stand in a wanted stack, and holding the process right there. */
#include "base/array.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "profile/moment.h"
#include "profile/schedule.h"

#include <errno.h>
#include <string.h>

/* How often the target is checked for an exec. */
static const uint64_t CHECK_NS = 100000000;

/* At no fixed rate, the target gets this many times what a look took, and not less than so much. */
static const uint64_t LEAST_REST_NS = 50000;
enum { REST = 3 };

/* So much longer after each thread that was held and had left its stack, up to so many times. */
static const uint64_t MISS_NS = 1000000;
enum { MISSES = 50 };

struct pf_catcher {
	struct pf_catch_options options;
	struct pf_process *process;
	struct pf_python *python;
	struct pf_profile *profile; /* borrowed */
	struct pf_moment moment;
	struct pf_schedule schedule;
	uint64_t looked_ns, checked_ns, due_ns; /* the last look, check; the next look */
	unsigned misses;			/* threads that were held in vain since a hit */
	PF_ARRAY(uint64_t) since_ns; /* by thread: since when it has matched at each look; 0: not */

	/* Of one look: */
	struct pf_hold *hold;	/* has no threads between looks */
	struct pf_sample match; /* what the held thread had; its thread is 0: nobody is held */
	struct pf_error *err;	/* why it could not be held */
};

void pf_catcher_destroy(struct pf_catcher *catcher)
{
	if (!catcher)
		return;
	pf_error_destroy(catcher->err);
	pf_hold_destroy(catcher->hold);
	if (catcher->moment.python)
		pf_moment_deinit(&catcher->moment);
	pf_python_detach(catcher->python);
	pf_process_destroy(catcher->process);
	pf_array_deinit(&catcher->since_ns);
	free(catcher);
}

PF_DEFINE_GUARD(guard_catcher, struct pf_catcher *, pf_catcher_destroy);

static uint64_t *since_of(struct pf_catcher *catcher, uint32_t thread)
{
	while (catcher->since_ns.count <= thread) {
		catcher->err = pf_array_push(&catcher->since_ns, 0);
		if (catcher->err)
			return NULL;
	}
	return &catcher->since_ns.items[thread];
}

/* A thread whose id nobody knows (yet) cannot be held. */
static bool matches(const struct pf_catcher *catcher, const struct pf_sample *row)
{
	return pf_profile_thread(catcher->profile, row->thread)->tid &&
	       catcher->options.matches(catcher->options.data, row);
}

/* Whether the thread of ROW matches now, and has for as long as is wanted. */
static bool is_wanted(struct pf_catcher *catcher, const struct pf_sample *row)
{
	bool now = matches(catcher, row);
	if (!catcher->options.lasting_ns)
		return now;
	uint64_t now_ns = pf_clock_now_ns();
	uint64_t *since_ns = since_of(catcher, row->thread);
	if (!since_ns)
		return true; /* to end with the error */
	if (!now)
		*since_ns = 0;
	else if (!*since_ns)
		*since_ns = now_ns;
	bool wanted = now && now_ns - *since_ns >= catcher->options.lasting_ns;
	if (wanted)
		*since_ns = now_ns; /* the next time is another one */
	return wanted;
}

/* Stops the thread while it is guarded; what the guard has stopped already becomes ours. */
static void hold_thread(struct pf_catcher *catcher, const struct pf_sample *row)
{
	pid_t tid = pf_profile_thread(catcher->profile, row->thread)->tid;
	struct pf_guard *guard = &catcher->moment.guard;
	if (catcher->err)
		return;
	if (guard->way == PF_GUARD_STOPPED)
		pf_guard_exchange_hold(guard, &catcher->hold);
	catcher->err = pf_hold_stop(catcher->hold, &tid, 1);
	if (!catcher->err && pf_hold_has(catcher->hold, tid))
		catcher->match = *row;
}

/* Called while the threads of the rows from FIRST on are kept still. */
static bool show(void *data, size_t first)
{
	struct pf_catcher *catcher = data;
	for (size_t i = first; i < catcher->moment.rows.count; i++) {
		struct pf_sample row = catcher->moment.rows.items[i];
		if (!is_wanted(catcher, &row))
			continue;
		hold_thread(catcher, &row);
		return true;
	}
	return false;
}

static struct pf_error *open_target(struct pf_catcher *catcher, pid_t pid)
{
	struct pf_sampling_options sampling = { .mode = PF_EXACT,
						.threads = true,
						.max_pause_ns = catcher->options.max_pause_ns };
	PF_TRY(pf_process_attach(pid, &catcher->process));
	PF_TRY(pf_python_attach_as(catcher->process, catcher->options.abi, &catcher->python));
	PF_TRY(pf_hold_create(catcher->process, &catcher->hold));
	PF_TRY(pf_moment_init(&catcher->moment, catcher->python, catcher->profile, &sampling));
	catcher->moment.show = show;
	catcher->moment.show_data = catcher;
	return NULL;
}

struct pf_error *pf_catcher_create(pid_t pid, struct pf_profile *profile,
				   const struct pf_catch_options *options, struct pf_catcher **ret)
{
	PF_GUARD(guard_catcher) struct pf_catcher *catcher = calloc(1, sizeof(*catcher));
	if (!catcher)
		return &pf_error_no_memory;
	catcher->options = *options;
	catcher->profile = profile;
	PF_TRY(open_target(catcher, pid));
	uint64_t now_ns = pf_clock_now_ns();
	catcher->schedule = (struct pf_schedule){ .interval_ns = options->interval_ns,
						  .slot_ns = now_ns,
						  .seed = now_ns };
	*ret = pf_take(catcher);
	return NULL;
}

/* Whether the thread's frames are those of STACK. */
static bool has_stack(const struct pf_profile *profile, uint32_t stack,
		      const struct pf_thread *thread)
{
	size_t level = 0;
	for (; stack && level < thread->frame_count; level++) {
		const struct pf_stack *it = pf_profile_stack(profile, stack);
		const struct pf_place *place = pf_profile_place(profile, it->place);
		const struct pf_frame *frame = &thread->frames[level];
		if (frame->line != place->line || strcmp(frame->code->file, place->file) != 0 ||
		    strcmp(frame->code->function, place->function) != 0)
			return false;
		stack = it->caller;
	}
	return level == thread->frame_count && (!stack || thread->truncated);
}

/* Whether the thread that is held stands where it matched, which it may have left just before. */
static bool still_matches(const struct pf_catcher *catcher, const struct pf_dump *dump, size_t *ret)
{
	pid_t tid = pf_profile_thread(catcher->profile, catcher->match.thread)->tid;
	for (size_t i = 0; i < dump->thread_count; i++) {
		*ret = i;
		if (dump->threads[i].tid == tid)
			return has_stack(catcher->profile, catcher->match.stack, &dump->threads[i]);
	}
	return false;
}

/* One thread is held: holds the others, and looks whether it was in time. */
static struct pf_error *complete(struct pf_catcher *catcher, struct pf_catch *ret, bool *caught)
{
	struct pf_hold *next;
	struct pf_dump *dump;
	size_t thread;
	PF_TRY(pf_hold_stop_all(catcher->hold));
	PF_TRY(pf_dump_take(catcher->python, catcher->hold, &dump));
	struct pf_error *err = pf_hold_create(catcher->process, &next);
	if (err || !still_matches(catcher, dump, &thread)) {
		pf_dump_destroy(dump);
		if (!err)
			pf_hold_destroy(next);
		return err;
	}
	*ret = (struct pf_catch){ .hold = catcher->hold, .dump = dump, .thread = thread };
	*caught = true;
	catcher->hold = next;
	catcher->misses = 0;
	return NULL;
}

/* What cannot be read at this moment may be readable at the next; GONE: it was only a thread. */
static bool is_passing(const struct pf_error *err)
{
	enum pf_error_code code = pf_error_code(err);
	return code == PF_TORN || code == PF_FAULT || code == PF_CORRUPT || code == PF_GONE;
}

static struct pf_error *look(struct pf_catcher *catcher, struct pf_catch *ret, bool *caught)
{
	enum pf_outcome outcome;
	struct pf_error *err = pf_moment_take(&catcher->moment, &outcome);
	struct pf_error *unheld = pf_take(catcher->err);
	if (err)
		return pf_error_destroy(unheld), err;
	PF_TRY(unheld);
	return catcher->match.thread ? complete(catcher, ret, caught) : NULL;
}

/* The process's end counts for more than what could not be read of it. */
static struct pf_error *judge(struct pf_catcher *catcher, struct pf_error *err)
{
	if (!err && catcher->looked_ns - catcher->checked_ns < CHECK_NS)
		return NULL;
	catcher->checked_ns = catcher->looked_ns;
	struct pf_error *gone = pf_process_check(catcher->process);
	if (!gone && (!err || !is_passing(err)))
		return err;
	pf_error_destroy(err);
	return gone;
}

/* When the next look is due, after one that is over now. Holding in vain must not go on and on. */
static uint64_t find_due(struct pf_catcher *catcher)
{
	uint64_t now_ns = pf_clock_now_ns();
	uint64_t rest_ns = (now_ns - catcher->looked_ns) * REST;
	if (rest_ns < LEAST_REST_NS)
		rest_ns = LEAST_REST_NS;
	pf_schedule_advance(&catcher->schedule, now_ns);
	if (catcher->match.thread)
		rest_ns += MISS_NS * (catcher->misses < MISSES ? ++catcher->misses : MISSES);
	bool rests = catcher->match.thread || !catcher->schedule.interval_ns;
	return rests && now_ns + rest_ns > catcher->schedule.next_ns ? now_ns + rest_ns
								     : catcher->schedule.next_ns;
}

struct pf_error *pf_catcher_look(struct pf_catcher *catcher, struct pf_catch *ret, bool *caught)
{
	*caught = false;
	catcher->looked_ns = pf_clock_now_ns();
	catcher->match.thread = 0;
	struct pf_error *err = look(catcher, ret, caught);
	if (*caught)
		return NULL;
	pf_hold_resume(catcher->hold);
	PF_TRY(judge(catcher, err));
	PF_TRY(pf_moment_tidy(&catcher->moment));
	catcher->due_ns = find_due(catcher);
	return NULL;
}

struct pf_error *pf_catcher_rest(struct pf_catcher *catcher, uint64_t until_ns, bool *due)
{
	uint64_t end_ns = catcher->due_ns < until_ns ? catcher->due_ns : until_ns;
	struct timespec end = { (time_t)(end_ns / 1000000000), (long)(end_ns % 1000000000) };
	*due = catcher->due_ns <= until_ns;
	return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL) == EINTR
		       ? &pf_error_interrupted
		       : NULL;
}
