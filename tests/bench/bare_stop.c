/* The physical limit of stopping: INTERRUPT, wait, read, CONT, in a few ways to wait. */
#include "bare.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

/* MOVE_EVERY: after how many samples it is looked where the target runs. */
enum { PAUSES = 1 << 20, MOVE_EVERY = 16, PROCESSOR_FIELD = 39 };

struct way {
	const char *name;
	bool spin, same, urgent;
};

static const struct way WAYS[] = {
	{ "other", false, false, false },
	{ "spin", true, false, false },
	{ "same", false, true, false },
	{ "urgent", false, true, true },
};

struct loop {
	struct bare_target *target;
	struct way way;
	int stat_fd, processor;
	cpu_set_t allowed;
	uint64_t samples, late, failed;
	uint64_t *pauses;
};

/* Where the target ran last: see proc_pid_stat(5). */
static int find_processor(const struct loop *loop)
{
	char text[1024];
	ssize_t got = pread(loop->stat_fd, text, sizeof(text) - 1, 0);
	text[got > 0 ? got : 0] = '\0';
	const char *at = strrchr(text, ')');
	for (int i = 2; at && i < PROCESSOR_FIELD; i++)
		at = strchr(at + 1, ' ');
	return at ? atoi(at + 1) : -1;
}

/* To the target's processor, or to any other one. */
static void move(struct loop *loop)
{
	cpu_set_t wanted = loop->allowed;
	int processor = find_processor(loop);
	if (processor < 0 || processor == loop->processor)
		return;
	if (loop->way.same)
		CPU_ZERO(&wanted);
	if (loop->way.same)
		CPU_SET(processor, &wanted);
	else
		CPU_CLR(processor, &wanted);
	sched_setaffinity(0, sizeof(wanted), &wanted); /* of one processor there is no other */
	loop->processor = processor;
}

static void await_stop(const struct loop *loop, int *status)
{
	pid_t got;
	do {
		got = waitpid(loop->target->tid, status, __WALL | (loop->way.spin ? WNOHANG : 0));
	} while (!got || (got < 0 && errno == EINTR));
	if (got < 0 || !WIFSTOPPED(*status))
		bench_die("the target has ended");
}

static void sample(struct loop *loop)
{
	pid_t tid = loop->target->tid;
	int status = 0;
	uint64_t start_ns = bench_time_ns(CLOCK_MONOTONIC);
	if (ptrace(PTRACE_INTERRUPT, tid, 0, 0))
		bench_die("cannot interrupt %d: %s", tid, strerror(errno));
	await_stop(loop, &status);
	loop->failed += !bench_spans_fetch(loop->target->pid, &loop->target->once);
	long number = status >> 16 ? 0 : WSTOPSIG(status);
	if (ptrace(PTRACE_CONT, tid, 0, number))
		bench_die("cannot resume %d: %s", tid, strerror(errno));
	if (loop->samples < PAUSES)
		loop->pauses[loop->samples] = bench_time_ns(CLOCK_MONOTONIC) - start_ns;
	loop->samples++;
}

static void print(struct loop *loop, uint64_t elapsed_ns, uint64_t cpu_ns)
{
	size_t count = loop->samples < PAUSES ? loop->samples : PAUSES;
	unsigned long median_ns = bench_quantile(loop->pauses, count, 0.5);
	printf("{\"way\": \"%s\", \"samples\": %lu, \"late\": %lu, \"failed\": %lu, "
	       "\"elapsed_ns\": %lu, \"cpu_ns\": %lu, \"pause_ns\": %lu, \"pause_99_ns\": %lu, "
	       "\"spans\": %zu, \"bytes\": %zu}\n",
	       loop->way.name, loop->samples, loop->late, loop->failed, elapsed_ns, cpu_ns,
	       median_ns, bench_quantile(loop->pauses, count, 0.99), loop->target->once.count,
	       loop->target->once.bytes);
}

static void run(struct loop *loop, double seconds, uint64_t interval_ns)
{
	uint64_t cpu_ns = bench_time_ns(CLOCK_THREAD_CPUTIME_ID);
	uint64_t start_ns = bench_time_ns(CLOCK_MONOTONIC), next_ns = start_ns, now_ns = start_ns;
	uint64_t end_ns = start_ns + (uint64_t)(seconds * 1e9);
	while (now_ns < end_ns) {
		if (loop->samples % MOVE_EVERY == 0)
			move(loop);
		sample(loop);
		now_ns = bench_time_ns(CLOCK_MONOTONIC);
		for (next_ns += interval_ns; next_ns <= now_ns; next_ns += interval_ns)
			loop->late++;
		bench_sleep_until(next_ns);
	}
	cpu_ns = bench_time_ns(CLOCK_THREAD_CPUTIME_ID) - cpu_ns;
	print(loop, now_ns - start_ns, cpu_ns);
}

static struct way find_way(const char *name)
{
	for (size_t i = 0; i < sizeof(WAYS) / sizeof(*WAYS); i++) {
		if (!strcmp(WAYS[i].name, name))
			return WAYS[i];
	}
	bench_die("no such way: %s", name);
}

void bare_stop(struct bare_target *target, double seconds, uint64_t interval_ns, const char *way)
{
	struct loop loop = { .target = target, .way = find_way(way), .processor = -1 };
	struct sched_param lowest = { sched_get_priority_min(SCHED_FIFO) };
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/task/%d/stat", target->pid, target->tid);
	loop.stat_fd = open(path, O_RDONLY | O_CLOEXEC);
	loop.pauses = calloc(PAUSES, sizeof(*loop.pauses));
	sched_getaffinity(0, sizeof(loop.allowed), &loop.allowed);
	if (!loop.pauses || !interval_ns)
		bench_die("no memory, or no interval");
	if (loop.way.urgent && sched_setscheduler(0, SCHED_FIFO, &lowest))
		bench_die("no real-time priority: %s", strerror(errno));
	if (ptrace(PTRACE_SEIZE, target->tid, 0, 0))
		bench_die("cannot seize %d: %s", target->tid, strerror(errno));
	run(&loop, seconds, interval_ns);
	free(loop.pauses);
	close(loop.stat_fd);
}
