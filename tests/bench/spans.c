/* Which pieces of a target's memory a sample of it needs, learned from the sampler itself. */
#include "spans.h"

#include "helper.h"
#include "profile/moment.h"
#include "python/runtime.h"

#include <stdlib.h>
#include <string.h>

/*
 * MOMENTS: how many are taken; in the second half of them the same windows are fetched each time,
 * but for those that are needed now and then, for code objects: the smallest fetch is the answer.
 */
enum { MOMENTS = 2000, PAUSE_NS = 20000, ATOM = 64 };

/* A memory that remembers what was fetched from the one below. */
struct ear {
	struct pf_memory memory; /* first: it is what readers see */
	struct pf_memory *below;
	struct bench_spans *heard;
};

static void add(struct bench_spans *spans, pf_addr at, size_t size)
{
	if (spans->count == BENCH_SPAN_LIMIT)
		bench_die("more than %d spans", BENCH_SPAN_LIMIT);
	spans->remote[spans->count] = (struct iovec){ (void *)(uintptr_t)at, size };
	spans->count++;
	spans->bytes += size;
}

static struct pf_error *peek(struct pf_memory *base, pf_addr at, void *buf, size_t size)
{
	return pf_memory_peek(((struct ear *)base)->below, at, buf, size);
}

static struct pf_error *peek_spans(struct pf_memory *base, struct pf_span *spans, size_t count)
{
	struct ear *ear = (struct ear *)base;
	if (count) {
		ear->heard->count = ear->heard->bytes = 0;
		for (size_t i = 0; i < count; i++)
			add(ear->heard, spans[i].at, spans[i].size);
	}
	return pf_memory_peek_spans(ear->below, spans, count);
}

static bool is_better(const struct pf_moment *moment, const struct bench_spans *now,
		      const struct bench_spans *best)
{
	return !pf_windows_misses(moment->windows) && (!best->count || now->bytes < best->bytes);
}

static void listen(struct pf_python *python, bool threads, struct bench_spans *best)
{
	static struct bench_spans heard;
	struct ear ear = { { peek, peek_spans }, python->live.memory, &heard };
	struct pf_sampling_options options = { .mode = PF_NONSTOP, .threads = threads };
	struct pf_profile *profile;
	struct pf_moment moment;
	enum pf_outcome outcome;
	python->live.memory = &ear.memory;
	bench_check(pf_profile_create(&profile), "profile");
	bench_check(pf_moment_init(&moment, python, profile, &options), "moment");
	for (int i = 0; i < MOMENTS; i++) {
		bench_check(pf_moment_take(&moment, &outcome), "moment");
		bench_check(pf_moment_tidy(&moment), "moment");
		if (i > MOMENTS / 2 && outcome == PF_SEEN && is_better(&moment, &heard, best))
			*best = heard;
		bench_sleep_until(bench_time_ns(CLOCK_MONOTONIC) + PAUSE_NS);
	}
	pf_moment_deinit(&moment);
	pf_profile_destroy(profile);
	python->live.memory = ear.below;
}

static bool has(const struct bench_spans *spans, const void *at, size_t size)
{
	for (size_t i = 0; i < spans->count; i++) {
		const char *start = spans->remote[i].iov_base;
		if ((const char *)at >= start &&
		    (const char *)at + size <= start + spans->remote[i].iov_len)
			return true;
	}
	return false;
}

/* Words that are read for themselves lie in a bigger span, too: big ones come first. */
static void copy_once(const struct bench_spans *all, struct bench_spans *once)
{
	once->count = once->bytes = 0;
	for (int small = 0; small < 2; small++) {
		for (size_t i = 0; i < all->count; i++) {
			const struct iovec *span = &all->remote[i];
			if ((span->iov_len < ATOM) == small &&
			    !has(once, span->iov_base, span->iov_len))
				add(once, (uintptr_t)span->iov_base, span->iov_len);
		}
	}
}

static void allocate(struct bench_spans *spans)
{
	char *bytes = calloc(1, spans->bytes + 1);
	if (!bytes)
		bench_die("no memory");
	for (size_t i = 0; i < spans->count; i++) {
		spans->local[i] = (struct iovec){ bytes, spans->remote[i].iov_len };
		bytes += spans->remote[i].iov_len;
	}
}

void bench_spans_learn(pid_t pid, bool threads, struct bench_spans *all, struct bench_spans *once)
{
	struct pf_process *process;
	struct pf_python *python;
	bench_check(pf_process_attach(pid, &process), "attach");
	bench_check(pf_python_attach(process, &python), "attach");
	listen(python, threads, all);
	pf_python_detach(python);
	pf_process_destroy(process);
	if (!all->count)
		bench_die("no moment was seen: does the target run Python code?");
	copy_once(all, once);
	allocate(all);
	allocate(once);
}

bool bench_spans_fetch(pid_t pid, const struct bench_spans *spans)
{
	return process_vm_readv(pid, spans->local, spans->count, spans->remote, spans->count, 0) ==
	       (ssize_t)spans->bytes;
}
