/* Which pieces of a target's memory a sample of it needs, learned from the sampler itself. */
#ifndef PF_BENCH_SPANS_H
#define PF_BENCH_SPANS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>

enum { BENCH_SPAN_LIMIT = 1024 }; /* one call of process_vm_readv takes no more */

struct bench_spans {
	struct iovec local[BENCH_SPAN_LIMIT], remote[BENCH_SPAN_LIMIT];
	size_t count, bytes;
};

/*
 * ALL is what one sample without stopping fetches; ONCE is that without second copies: what any
 * sample has to fetch. Buffers are allocated for good.
 */
void bench_spans_learn(pid_t pid, bool threads, struct bench_spans *all, struct bench_spans *once);

/* One process_vm_readv of all; false when it did not read all. */
bool bench_spans_fetch(pid_t pid, const struct bench_spans *spans);

#endif
