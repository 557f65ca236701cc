/* What the benchmark's programs share: clocks, numbers from words, ends. */
#include "helper.h"

#include "base/cleanup.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t bench_time_ns(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void bench_sleep_until(uint64_t until_ns)
{
	struct timespec until = { (time_t)(until_ns / 1000000000), (long)(until_ns % 1000000000) };
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
		;
}

double bench_number(const char *word)
{
	char *end;
	double value = strtod(word, &end);
	if (end == word || *end || !(value >= 0))
		bench_die("not a number: %s", word);
	return value;
}

void bench_die(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

void bench_check(struct pf_error *err, const char *what)
{
	if (err)
		bench_die("%s: %s", what, pf_error_message(err));
}

static int compare(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
	return left < right ? -1 : left > right;
}

uint64_t bench_quantile(uint64_t *values, size_t count, double fraction)
{
	if (!count)
		return 0;
	qsort(values, count, sizeof(*values), compare);
	size_t index = (size_t)((double)count * fraction);
	return values[index < count ? index : count - 1];
}

long bench_status_kb(const char *name)
{
	PF_AUTO_FCLOSE FILE *file = fopen("/proc/self/status", "re");
	char line[256];
	size_t length = strlen(name);
	while (file && fgets(line, sizeof(line), file)) {
		if (!strncmp(line, name, length) && line[length] == ':')
			return strtol(line + length + 1, NULL, 10);
	}
	return 0;
}
