/* One thread's comings and goings on the processors, looked at cheaply and often. */
#ifndef PF_TARGET_WATCH_H
#define PF_TARGET_WATCH_H

#include "target/activity.h"

/*
 * As pf_activity, with /proc files that stay open: but for those of a target with so many threads
 * that we would run out of descriptors; they are opened for each look.
 */
struct pf_watch {
	int process_fd;			       /* borrowed: its /proc folder */
	pid_t tid;			       /* 0: nobody is watched */
	int schedstat_fd, stat_fd, syscall_fd; /* -1: not kept open */
};

struct pf_watch_look {
	struct pf_activity activity;
	char state;
	int processor; /* where it runs or ran last; -1: unknown */
};

/* GONE when the thread has ended. Borrows the process. */
struct pf_error *pf_watch_open(struct pf_watch *watch, struct pf_process *process,
			       pid_t tid) PF_CHECKED;

/* Fine when it is not open, if its fds are -1. */
void pf_watch_close(struct pf_watch *watch);

/* How often the thread was put on a processor so far; 0: gone, or the kernel does not count. */
uint64_t pf_watch_runs(const struct pf_watch *watch);

/*
 * What pf_watch_peek() says of the activity, at a third of the price; RUNS is what pf_watch_runs()
 * has just said.
 */
bool pf_watch_peek_activity(const struct pf_watch *watch, uint64_t runs, struct pf_activity *ret);

/* The runs first, then state and processor: see pf_activity_peek(). False when it has ended. */
bool pf_watch_peek(const struct pf_watch *watch, struct pf_watch_look *ret);

#endif
