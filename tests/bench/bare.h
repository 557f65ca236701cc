/* The physical limit: the system calls of a sample in a loop, without any decoding. */
#ifndef PF_BENCH_BARE_H
#define PF_BENCH_BARE_H

#include "helper.h"
#include "spans.h"

struct bare_target {
	pid_t pid, tid;
	struct bench_spans all, once; /* see bench_spans_learn() */
};

/* Reads in a loop for SECONDS and prints what one read costs. */
void bare_read(struct bare_target *target, double seconds);

/* Stops, reads and resumes the thread every INTERVAL_NS in the WAY of that name; prints costs. */
void bare_stop(struct bare_target *target, double seconds, uint64_t interval_ns, const char *way);

#endif
