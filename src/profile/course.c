/* The course of a sampler: its beginning, what crosses on the way, when it is done. */
#include "profile/course.h"

#include "base/clock.h"
#include "profile/profile.h"

#include <sys/prctl.h>
#include <time.h>

/*
 * WAKE_NS: how often whoever takes the samples is woken. REST: at no fixed rate, the target gets
 * this many times what a sample took.
 */
static const uint64_t WAKE_NS = 20000000, LEAST_REST_NS = 50000;
enum { REST = 3 };

void pf_course_begin(struct pf_sampler *sampler)
{
	sampler->start_ns = sampler->woken_ns = pf_clock_now_ns();
	uint64_t duration_ns = sampler->options.duration_ns;
	sampler->schedule = (struct pf_schedule){
		.interval_ns = sampler->options.interval_ns,
		.slot_ns = sampler->start_ns,
		.seed = sampler->start_ns,
		.end_ns = duration_ns ? sampler->start_ns + duration_ns : UINT64_MAX,
		.stop_fd = sampler->stop_fd,
		.stop = &sampler->stop,
	};
	pf_profile_set_start(sampler->profile, pf_clock_read_ns(CLOCK_REALTIME));
	pthread_mutex_lock(&sampler->lock);
	sampler->running = true;
	prctl(PR_SET_NAME, "sampling"); /* for who looks at our threads */
	pthread_cond_broadcast(&sampler->attached);
	pthread_mutex_unlock(&sampler->lock);
}

uint64_t pf_course_cpu_ns(void)
{
	return pf_clock_read_ns(CLOCK_THREAD_CPUTIME_ID);
}

struct pf_error *pf_course_deliver(struct pf_sampler *sampler, uint64_t now_ns)
{
	struct pf_sampling_stats *stats = pf_profile_stats_mutable(sampler->profile);
	stats->elapsed_ns = now_ns - sampler->start_ns;
	if (now_ns - sampler->woken_ns < WAKE_NS)
		return NULL;
	sampler->woken_ns = now_ns;
	stats->cpu_ns = pf_course_cpu_ns();
	return pf_crossing_deliver(sampler);
}

/* Without a rate: the target runs for some time between two samples that keep it from running. */
static uint64_t rest_until(const struct pf_sampler *sampler, uint64_t began_ns, uint64_t now_ns)
{
	if (sampler->options.mode == PF_NONSTOP)
		return now_ns;
	uint64_t rest_ns = (now_ns - began_ns) * REST;
	return now_ns + (rest_ns < LEAST_REST_NS ? LEAST_REST_NS : rest_ns);
}

uint64_t pf_course_next(struct pf_sampler *sampler, struct pf_schedule *schedule, uint64_t began_ns,
			uint64_t now_ns)
{
	if (!schedule->interval_ns)
		return rest_until(sampler, began_ns, now_ns);
	pf_profile_stats_mutable(sampler->profile)->late += pf_schedule_advance(schedule, now_ns);
	return schedule->next_ns;
}
