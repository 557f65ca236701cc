/* Clocks in nanoseconds. */
#ifndef PF_BASE_CLOCK_H
#define PF_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* CLOCK now, in nanoseconds; 0 when it is the time of a thread that has ended. */
static inline uint64_t pf_clock_read_ns(clockid_t clock)
{
	struct timespec now = { 0 };
	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* CLOCK_MONOTONIC now, in nanoseconds. */
static inline uint64_t pf_clock_now_ns(void)
{
	return pf_clock_read_ns(CLOCK_MONOTONIC);
}

#endif
