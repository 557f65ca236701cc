/* Fetching a thread of ours back from a processor where it does not get to run. */
#include "target/rescue.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/thread.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/*
 * Linux gives ordinary threads 50 ms of each second that real-time threads leave none of, and
 * nobody has to be fetched back from those.
 */
enum { TICK_NS = 10000000, TICKS = 7 };

struct pf_rescue {
	void (*rescue)(void *arg, pid_t tid);
	void *arg;
	pid_t tid;
	clockid_t clock; /* the processor time of that thread */
	atomic_bool happened;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t ending;
	bool end;
};

/* Nothing is said against it where that cannot be told. */
static bool wants_to_run(int stat_fd)
{
	char stat[128] = "";
	if (pread(stat_fd, stat, sizeof(stat) - 1, 0) <= 0)
		return true;
	const char *state = strrchr(stat, ')');
	return state && !strncmp(state, ") R", 3);
}

/* Looks once more; *used_ns is from the last look, *ticks how often it was waiting in a row. */
static bool is_stuck(const struct pf_rescue *rescue, int stat_fd, uint64_t *used_ns,
		     unsigned *ticks)
{
	uint64_t now_ns = pf_clock_read_ns(rescue->clock);
	bool waiting = now_ns == *used_ns && wants_to_run(stat_fd);
	*used_ns = now_ns;
	*ticks = waiting ? *ticks + 1 : 0;
	return *ticks >= TICKS;
}

/* Sleeps for a while; false when it is time to end. */
static bool sleep_once(struct pf_rescue *rescue)
{
	uint64_t until_ns = pf_clock_now_ns() + TICK_NS;
	struct timespec until = { (time_t)(until_ns / 1000000000), (long)(until_ns % 1000000000) };
	int number = 0;
	pthread_mutex_lock(&rescue->lock);
	while (!rescue->end && !number)
		number = pthread_cond_timedwait(&rescue->ending, &rescue->lock, &until);
	bool end = rescue->end;
	pthread_mutex_unlock(&rescue->lock);
	return !end;
}

static int open_stat(pid_t tid)
{
	char path[48];
	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", (int)tid);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* With a priority like the watched thread's, or a busy machine would keep this one from running. */
static void *run(void *argument)
{
	struct pf_rescue *rescue = argument;
	struct sched_param lowest = { .sched_priority = sched_get_priority_min(SCHED_FIFO) };
	PF_AUTO_CLOSE int stat_fd = open_stat(rescue->tid);
	uint64_t used_ns = 0;
	unsigned ticks = 0;
	sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &lowest);
	while (sleep_once(rescue)) {
		if (!is_stuck(rescue, stat_fd, &used_ns, &ticks))
			continue;
		rescue->happened = true;
		rescue->rescue(rescue->arg, rescue->tid);
		return NULL;
	}
	return NULL;
}

static void init_waiting(struct pf_rescue *rescue)
{
	pthread_condattr_t attributes;
	pthread_mutex_init(&rescue->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&rescue->ending, &attributes);
	pthread_condattr_destroy(&attributes);
}

static void free_rescue(struct pf_rescue *rescue)
{
	pthread_cond_destroy(&rescue->ending);
	pthread_mutex_destroy(&rescue->lock);
	free(rescue);
}

struct pf_rescue *pf_rescue_create(void (*function)(void *arg, pid_t tid), void *arg)
{
	struct pf_rescue *rescue = calloc(1, sizeof(*rescue));
	if (!rescue)
		return NULL;
	rescue->rescue = function;
	rescue->arg = arg;
	rescue->tid = gettid();
	init_waiting(rescue);
	if (!pthread_getcpuclockid(pthread_self(), &rescue->clock) &&
	    !pf_thread_start(&rescue->thread, run, rescue))
		return rescue;
	free_rescue(rescue);
	return NULL;
}

void pf_rescue_destroy(struct pf_rescue *rescue)
{
	if (!rescue)
		return;
	pthread_mutex_lock(&rescue->lock);
	rescue->end = true;
	pthread_cond_signal(&rescue->ending);
	pthread_mutex_unlock(&rescue->lock);
	pthread_join(rescue->thread, NULL);
	free_rescue(rescue);
}

bool pf_rescue_happened(const struct pf_rescue *rescue)
{
	return rescue && rescue->happened;
}
