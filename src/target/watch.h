/* One thread's comings and goings on the processors, looked at cheaply and often. */
#ifndef PF_TARGET_WATCH_H
#define PF_TARGET_WATCH_H

#include "target/activity.h"

/* As pf_activity, with /proc files that stay open. */
struct pf_watch {
	int schedstat_fd, stat_fd; /* -1: not open */
};

struct pf_watch_look {
	struct pf_activity activity;
	char state;
	int processor; /* where it runs or ran last; -1: unknown */
};

/* GONE when the thread has ended. All zero but for fds of -1 before. */
struct pf_error *pf_watch_open(struct pf_watch *watch, struct pf_process *process,
			       pid_t tid) PF_CHECKED;
void pf_watch_close(struct pf_watch *watch);

/* How often the thread was put on a processor so far; 0: gone, or the kernel does not count. */
uint64_t pf_watch_runs(const struct pf_watch *watch);

/* The runs first, then state and processor: see pf_activity_peek(). False when it has ended. */
bool pf_watch_peek(const struct pf_watch *watch, struct pf_watch_look *ret);

#endif
