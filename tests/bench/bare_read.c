/* The physical limit of reading: one page, what a sample needs, and what ours fetches. */
#include "bare.h"

#include <stdio.h>

enum { BATCH = 256, BATCHES = 8192, PAGE = 4096 };

struct loop {
	const struct bench_spans *spans;
	uint64_t ns[BATCHES]; /* CPU time of one read, by batch */
	size_t batches;
	uint64_t reads, failed, cpu_ns;
};

static void run_batch(struct loop *loop, pid_t pid)
{
	uint64_t start_ns = bench_time_ns(CLOCK_THREAD_CPUTIME_ID);
	for (int i = 0; i < BATCH; i++)
		loop->failed += !bench_spans_fetch(pid, loop->spans);
	uint64_t took_ns = bench_time_ns(CLOCK_THREAD_CPUTIME_ID) - start_ns;
	loop->cpu_ns += took_ns;
	loop->reads += BATCH;
	if (loop->batches < BATCHES)
		loop->ns[loop->batches++] = took_ns / BATCH;
}

/* The page that the biggest span begins in. */
static void choose_page(const struct bench_spans *from, struct bench_spans *page)
{
	static char buffer[PAGE];
	size_t biggest = 0;
	for (size_t i = 1; i < from->count; i++) {
		if (from->remote[i].iov_len > from->remote[biggest].iov_len)
			biggest = i;
	}
	uintptr_t at = (uintptr_t)from->remote[biggest].iov_base / PAGE * PAGE;
	page->local[0] = (struct iovec){ buffer, PAGE };
	page->remote[0] = (struct iovec){ (void *)at, PAGE };
	page->count = 1;
	page->bytes = PAGE;
}

static void print(const char *name, struct loop *loop, const char *end)
{
	printf("\"%s\": {\"spans\": %zu, \"bytes\": %zu, \"reads\": %lu, \"failed\": %lu, "
	       "\"mean_ns\": %lu, \"median_ns\": %lu}%s",
	       name, loop->spans->count, loop->spans->bytes, (unsigned long)loop->reads,
	       (unsigned long)loop->failed, (unsigned long)(loop->cpu_ns / loop->reads),
	       (unsigned long)bench_quantile(loop->ns, loop->batches, 0.5), end);
}

void bare_read(struct bare_target *target, double seconds)
{
	static struct bench_spans one;
	static struct loop page, once, all;
	choose_page(&target->once, &one);
	page.spans = &one;
	once.spans = &target->once;
	all.spans = &target->all;
	uint64_t end_ns = bench_time_ns(CLOCK_MONOTONIC) + (uint64_t)(seconds * 1e9);
	do {
		run_batch(&page, target->pid);
		run_batch(&once, target->pid);
		run_batch(&all, target->pid);
	} while (bench_time_ns(CLOCK_MONOTONIC) < end_ns);
	printf("{");
	print("page", &page, ", ");
	print("once", &once, ", ");
	print("all", &all, "}\n");
}
