/* When to sample: absolute deadlines, and waiting for them without spinning. */
#include "profile/schedule.h"

#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <time.h>

/* Below this a wait need not notice a stop before its end. */
enum { SHORT_NS = 20 * 1000 * 1000 };

uint64_t pf_schedule_advance(struct pf_schedule *schedule, uint64_t now_ns)
{
	schedule->next_ns += schedule->interval_ns;
	if (!schedule->interval_ns || schedule->next_ns > now_ns)
		return 0;
	uint64_t passed = (now_ns - schedule->next_ns) / schedule->interval_ns + 1;
	schedule->next_ns += passed * schedule->interval_ns;
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
