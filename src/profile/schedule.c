/* When to sample: absolute deadlines, and waiting for them without spinning. */
#include "profile/schedule.h"

#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <time.h>

/* Below this a wait need not notice a stop before its end. */
enum { SHORT_NS = 20 * 1000 * 1000 };

/* Of [0, LIMIT), by splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t random_below(struct pf_schedule *schedule, uint64_t limit)
{
	uint64_t x = schedule->seed += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return (x ^ x >> 31) % limit;
}

/* The first interval that is not over at NOW_NS becomes the schedule's; how many were left out. */
static uint64_t next_slot(struct pf_schedule *schedule, uint64_t now_ns)
{
	schedule->slot_ns += schedule->interval_ns;
	if (schedule->slot_ns + schedule->interval_ns > now_ns)
		return 0;
	uint64_t passed = (now_ns - schedule->slot_ns) / schedule->interval_ns;
	schedule->slot_ns += passed * schedule->interval_ns;
	return passed;
}

uint64_t pf_schedule_advance(struct pf_schedule *schedule, uint64_t now_ns)
{
	if (!schedule->interval_ns)
		return 0;
	uint64_t passed = next_slot(schedule, now_ns);
	uint64_t from_ns = now_ns > schedule->slot_ns ? now_ns : schedule->slot_ns;
	schedule->next_ns =
		from_ns +
		random_below(schedule, schedule->slot_ns + schedule->interval_ns - from_ns);
	return passed;
}

/* Waits for a stop at most TIMEOUT_NS. */
static void await_stop(const struct pf_schedule *schedule, uint64_t timeout_ns)
{
	struct pollfd wish = { .fd = schedule->stop_fd, .events = POLLIN };
	struct timespec timeout = { (time_t)(timeout_ns / 1000000000),
				    (long)(timeout_ns % 1000000000) };
	ppoll(&wish, 1, &timeout, NULL);
}

bool pf_schedule_sleep(const struct pf_schedule *schedule, uint64_t until_ns)
{
	uint64_t now_ns = pf_clock_now_ns();
	for (; now_ns + SHORT_NS < until_ns && !*schedule->stop; now_ns = pf_clock_now_ns())
		await_stop(schedule, until_ns - now_ns - SHORT_NS / 2);
	struct timespec until = { (time_t)(until_ns / 1000000000), (long)(until_ns % 1000000000) };
	while (now_ns < until_ns && !*schedule->stop &&
	       clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
		;
	return !*schedule->stop;
}
