/* What the benchmark's programs share: clocks, numbers from words, ends. */
#ifndef PF_BENCH_HELPER_H
#define PF_BENCH_HELPER_H

#include "pyflame.h"

#include <time.h>

/* The time of CLOCK in ns. */
uint64_t bench_time_ns(clockid_t clock);

/* Sleeps until the CLOCK_MONOTONIC time. */
void bench_sleep_until(uint64_t until_ns);

/* A number that is not negative; ends the program when WORD is none. */
double bench_number(const char *word);

/* Says what is wrong on stderr and exits with 1. */
_Noreturn void bench_die(const char *fmt, ...) PF_PRINTF(1, 2);

/* Ends the program when there is an error. */
void bench_check(struct pf_error *err, const char *what);

/* Sorts, and returns the element that FRACTION (0 to 1) of all are below; 0 when there is none. */
uint64_t bench_quantile(uint64_t *values, size_t count, double fraction);

/* The line NAME of /proc/self/status in KiB; 0 when there is none. */
long bench_status_kb(const char *name);

#endif
