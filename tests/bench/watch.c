/* The truth: reads the byte in which a target marks what it is doing, at random moments. */
#include "helper.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { COUNTER = 64 }; /* where the target's first counter is: see targets/progress.py */

/* Between half an interval and one and a half. */
static uint64_t jitter(uint64_t interval_ns)
{
	return interval_ns / 2 + (uint64_t)(drand48() * (double)interval_ns);
}

int main(int argc, char **argv)
{
	unsigned long counts[256] = { 0 };
	uint64_t before = 0;
	if (argc != 4)
		bench_die("usage: watch FILE SECONDS INTERVAL_US");
	int fd = open(argv[1], O_RDONLY | O_CLOEXEC);
	const volatile unsigned char *page =
		fd < 0 ? MAP_FAILED : mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	if (page == MAP_FAILED)
		bench_die("cannot map %s", argv[1]);
	uint64_t interval_ns = (uint64_t)(bench_number(argv[3]) * 1000);
	uint64_t now_ns = bench_time_ns(CLOCK_MONOTONIC);
	uint64_t end_ns = now_ns + (uint64_t)(bench_number(argv[2]) * 1e9);
	prctl(PR_SET_TIMERSLACK, 1);
	srand48((long)now_ns);
	while (now_ns < end_ns) {
		bench_sleep_until(now_ns + jitter(interval_ns));
		uint64_t count = *(const volatile uint64_t *)(page + COUNTER);
		if (count != before) /* else it did not run meanwhile: that would count twice */
			counts[*page]++;
		before = count;
		now_ns = bench_time_ns(CLOCK_MONOTONIC);
	}
	printf("{");
	for (int i = 0, first = 1; i < 256; i++) {
		if (counts[i])
			printf("%s\"%d\": %lu", first ? "" : ", ", i, counts[i]);
		first &= !counts[i];
	}
	printf("}\n");
	return 0;
}
