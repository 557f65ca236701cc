/* The sampler's loop: attach, sample at each deadline, follow an exec, end. */
#include "profile/sampling.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "profile/course.h"
#include "profile/family.h"
#include "profile/member.h"
#include "profile/profile.h"

#include <sys/prctl.h>

/* How often a new Python is looked for after an exec, and for how long. */
static const uint64_t RETRY_NS = 5000000, PATIENCE_NS = 10000000000;

/* Whether the work is done. */
static bool is_done(const struct pf_sampler *sampler, uint64_t now_ns)
{
	const struct pf_sampling_stats *stats = pf_profile_stats(sampler->profile);
	uint64_t limit = sampler->options.max_samples;
	return now_ns >= sampler->schedule.end_ns || (limit && stats->taken >= limit);
}

/* Sleeps until the next sample is due; false when it is time to end. */
static bool await_next(struct pf_sampler *sampler, uint64_t began_ns, uint64_t now_ns)
{
	struct pf_schedule *schedule = &sampler->schedule;
	if (is_done(sampler, now_ns))
		return false;
	uint64_t until_ns = pf_course_next(sampler, schedule, began_ns, now_ns);
	if (until_ns > schedule->end_ns)
		until_ns = schedule->end_ns;
	if (until_ns <= now_ns)
		return !sampler->stop;
	return pf_schedule_sleep(schedule, until_ns) && !is_done(sampler, pf_clock_now_ns());
}

/* NULL when the work is done. */
static struct pf_error *sample_until_done(struct pf_member *member, struct pf_sampler *sampler)
{
	uint64_t at_ns, now_ns;
	do {
		at_ns = pf_clock_now_ns();
		PF_TRY(pf_member_sample(member, sampler, at_ns));
		now_ns = pf_clock_now_ns();
		PF_TRY(pf_course_deliver(sampler, now_ns));
	} while (await_next(sampler, at_ns, now_ns));
	return NULL;
}

/*
 * The target has gone, or has become another program. In the latter case a new Python may come up
 * in it; REASON (taken) is returned when none does.
 */
static struct pf_error *reattach(struct pf_member *member, struct pf_sampler *sampler,
				 struct pf_error *reason)
{
	uint64_t since_ns = pf_clock_now_ns();
	do {
		pf_member_detach(member);
		struct pf_error *err = pf_member_attach(member, sampler);
		if (!err) {
			pf_error_destroy(reason);
			return NULL;
		}
		if (pf_error_code(err) == PF_GONE && !member->process) {
			pf_error_destroy(reason);
			return err; /* says of whom */
		}
		pf_error_destroy(err);
		if (is_done(sampler, pf_clock_now_ns()))
			return reason;
	} while (pf_clock_now_ns() - since_ns < PATIENCE_NS &&
		 pf_schedule_sleep(&sampler->schedule, pf_clock_now_ns() + RETRY_NS));
	return reason;
}

static struct pf_error *sample_one(struct pf_sampler *sampler)
{
	PF_GUARD(pf_member_detach) struct pf_member member = { 0 };
	PF_TRY(pf_member_attach(&member, sampler));
	pf_course_begin(sampler);
	for (;;) {
		struct pf_error *err = sample_until_done(&member, sampler);
		if (!err || pf_error_code(err) != PF_GONE)
			return err;
		PF_TRY(reattach(&member, sampler, err));
	}
}

struct pf_error *pf_sampling_run(struct pf_sampler *sampler)
{
	prctl(PR_SET_TIMERSLACK, 1); /* or sleeps end 50 microseconds late */
	if (sampler->options.children)
		return pf_family_sample(sampler);
	struct pf_error *err = sample_one(sampler);
	pf_profile_stats_mutable(sampler->profile)->cpu_ns = pf_course_cpu_ns();
	return err;
}
