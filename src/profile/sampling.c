/* The sampler's loop: attach, sample at each deadline, follow an exec, end. */
#include "profile/sampling.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "profile/moment.h"

#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>

/*
 * WAKE_NS: how often whoever takes the samples is woken. CHECK_NS: how often the target is checked
 * for an exec. RETRY_NS: how often a new Python is looked for after one, for as long as PATIENCE_NS.
 * REST: at no fixed rate, the target gets this many times what a sample took.
 */
static const uint64_t WAKE_NS = 20000000, CHECK_NS = 100000000, RETRY_NS = 5000000,
		      PATIENCE_NS = 10000000000, LEAST_REST_NS = 50000;
enum { REST = 3 };

/* One program of the target's: another one begins with an exec. */
struct attempt {
	struct pf_sampler *sampler;
	struct pf_process *process;
	struct pf_python *python;
	struct pf_moment moment;
	uint64_t checked_ns;
};

struct counters {
	uint64_t start_ns, woken_ns;
	uint64_t pause_ns, longest_pause_ns; /* of the programs before */
};

static void detach(struct attempt *attempt)
{
	if (attempt->python)
		pf_moment_deinit(&attempt->moment);
	pf_python_detach(attempt->python);
	pf_process_destroy(attempt->process);
	attempt->python = NULL;
	attempt->process = NULL;
}

static struct pf_error *attach(struct attempt *attempt)
{
	PF_TRY(pf_process_attach(attempt->sampler->pid, &attempt->process));
	PF_TRY(pf_python_attach_as(attempt->process, attempt->sampler->options.abi,
				   &attempt->python));
	return pf_moment_init(&attempt->moment, attempt->python, attempt->sampler->profile,
			      &attempt->sampler->options);
}

static void begin(struct pf_sampler *sampler, struct counters *counters)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	counters->start_ns = counters->woken_ns = pf_clock_now_ns();
	uint64_t duration_ns = sampler->options.duration_ns;
	sampler->schedule = (struct pf_schedule){
		.interval_ns = sampler->options.interval_ns,
		.slot_ns = counters->start_ns,
		.seed = counters->start_ns,
		.end_ns = duration_ns ? counters->start_ns + duration_ns : UINT64_MAX,
		.stop_fd = sampler->stop_fd,
		.stop = &sampler->stop,
	};
	pf_profile_set_start(sampler->profile,
			     (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec);
	pthread_mutex_lock(&sampler->lock);
	sampler->running = true;
	prctl(PR_SET_NAME, "sampling"); /* for who looks at our threads */
	pthread_cond_broadcast(&sampler->attached);
	pthread_mutex_unlock(&sampler->lock);
}

static uint64_t thread_cpu_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void update_stats(struct attempt *attempt, const struct counters *counters,
			 enum pf_outcome outcome, uint64_t now_ns)
{
	struct pf_sampling_stats *stats = pf_profile_stats_mutable(attempt->sampler->profile);
	const struct pf_guard *guard = &attempt->moment.guard;
	stats->taken += outcome == PF_SEEN;
	stats->torn += outcome == PF_TORN_MOMENT;
	stats->failed += outcome == PF_MISSED;
	stats->pause_ns = counters->pause_ns + guard->pause_ns;
	stats->longest_pause_ns = counters->longest_pause_ns > guard->longest_pause_ns
					  ? counters->longest_pause_ns
					  : guard->longest_pause_ns;
	stats->elapsed_ns = now_ns - counters->start_ns;
}

/* Puts the moment's rows into the profile. */
static struct pf_error *commit(struct attempt *attempt, struct counters *counters,
			       enum pf_outcome outcome, uint64_t at_ns)
{
	struct pf_sampler *sampler = attempt->sampler;
	struct pf_error *err = NULL;
	uint64_t now_ns = pf_clock_now_ns();
	for (size_t i = 0; i < attempt->moment.rows.count && !err; i++) {
		struct pf_sample *row = &attempt->moment.rows.items[i];
		row->time_ns = at_ns - counters->start_ns;
		err = pf_profile_add_sample(sampler->profile, row);
	}
	update_stats(attempt, counters, outcome, now_ns);
	if (err || now_ns - counters->woken_ns < WAKE_NS)
		return err;
	counters->woken_ns = now_ns;
	pf_profile_stats_mutable(sampler->profile)->cpu_ns = thread_cpu_ns();
	return pf_crossing_deliver(sampler);
}

/* Whether the work is done. */
static bool is_done(const struct pf_sampler *sampler, uint64_t now_ns)
{
	const struct pf_sampling_stats *stats = pf_profile_stats(sampler->profile);
	uint64_t limit = sampler->options.max_samples;
	return now_ns >= sampler->schedule.end_ns || (limit && stats->taken >= limit);
}

/* Without a rate: the target runs for some time between two samples that keep it from running. */
static uint64_t rest_until(const struct pf_sampler *sampler, uint64_t began_ns, uint64_t now_ns)
{
	if (sampler->options.mode == PF_NONSTOP)
		return now_ns;
	uint64_t rest_ns = (now_ns - began_ns) * REST;
	return now_ns + (rest_ns < LEAST_REST_NS ? LEAST_REST_NS : rest_ns);
}

/* Sleeps until the next sample is due; false when it is time to end. */
static bool await_next(struct pf_sampler *sampler, uint64_t began_ns)
{
	struct pf_schedule *schedule = &sampler->schedule;
	uint64_t now_ns = pf_clock_now_ns();
	if (is_done(sampler, now_ns))
		return false;
	uint64_t late = pf_schedule_advance(schedule, now_ns);
	pf_profile_stats_mutable(sampler->profile)->late += late;
	uint64_t until_ns =
		schedule->interval_ns ? schedule->next_ns : rest_until(sampler, began_ns, now_ns);
	if (until_ns > schedule->end_ns)
		until_ns = schedule->end_ns;
	return pf_schedule_sleep(schedule, until_ns) && !is_done(sampler, pf_clock_now_ns());
}

static struct pf_error *check_now_and_then(struct attempt *attempt, uint64_t now_ns)
{
	if (now_ns - attempt->checked_ns < CHECK_NS)
		return NULL;
	attempt->checked_ns = now_ns;
	return pf_process_check(attempt->process);
}

static struct pf_error *sample_once(struct attempt *attempt, struct counters *counters,
				    uint64_t at_ns)
{
	enum pf_outcome outcome;
	PF_TRY(pf_moment_take(&attempt->moment, &outcome));
	PF_TRY(commit(attempt, counters, outcome, at_ns));
	PF_TRY(pf_moment_tidy(&attempt->moment));
	return check_now_and_then(attempt, at_ns);
}

/* NULL when the work is done. */
static struct pf_error *sample_until_done(struct attempt *attempt, struct counters *counters)
{
	uint64_t at_ns;
	do {
		at_ns = pf_clock_now_ns();
		PF_TRY(sample_once(attempt, counters, at_ns));
	} while (await_next(attempt->sampler, at_ns));
	return NULL;
}

/*
 * The target has gone, or has become another program. In the latter case a new Python may come up
 * in it; REASON (taken) is returned when none does.
 */
static struct pf_error *reattach(struct attempt *attempt, struct counters *counters,
				 struct pf_error *reason)
{
	uint64_t since_ns = pf_clock_now_ns();
	counters->pause_ns += attempt->moment.guard.pause_ns;
	if (attempt->moment.guard.longest_pause_ns > counters->longest_pause_ns)
		counters->longest_pause_ns = attempt->moment.guard.longest_pause_ns;
	do {
		detach(attempt);
		struct pf_error *err = attach(attempt);
		if (!err) {
			pf_error_destroy(reason);
			return NULL;
		}
		if (pf_error_code(err) == PF_GONE && !attempt->process) {
			pf_error_destroy(reason);
			return err; /* says of whom */
		}
		pf_error_destroy(err);
		if (is_done(attempt->sampler, pf_clock_now_ns()))
			return reason;
	} while (pf_clock_now_ns() - since_ns < PATIENCE_NS &&
		 pf_schedule_sleep(&attempt->sampler->schedule, pf_clock_now_ns() + RETRY_NS));
	return reason;
}

static void finish(struct attempt *attempt)
{
	detach(attempt);
	pf_profile_stats_mutable(attempt->sampler->profile)->cpu_ns = thread_cpu_ns();
}

struct pf_error *pf_sampling_run(struct pf_sampler *sampler)
{
	PF_GUARD(finish) struct attempt attempt = { .sampler = sampler };
	struct counters counters = { 0 };
	prctl(PR_SET_TIMERSLACK, 1); /* or sleeps end 50 microseconds late */
	PF_TRY(attach(&attempt));
	begin(sampler, &counters);
	for (;;) {
		struct pf_error *err = sample_until_done(&attempt, &counters);
		if (!err || pf_error_code(err) != PF_GONE)
			return err;
		PF_TRY(reattach(&attempt, &counters, err));
	}
}
