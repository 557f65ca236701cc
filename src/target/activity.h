/* Whether a thread has run between two looks at it, without stopping it. */
#ifndef PF_TARGET_ACTIVITY_H
#define PF_TARGET_ACTIVITY_H

#include "pyflame.h"

struct pf_activity {
	bool asleep;   /* waits or is stopped: neither running nor ready to run */
	int syscall;   /* the system call that it is asleep in, or PF_UNKNOWN */
	pf_addr futex; /* what it waits at in the system call futex; 0: in none */
	uint64_t runs; /* how often the scheduler has put it on a processor */
};

/*
 * What the text of /proc/PID/task/TID/syscall says: all but runs. Of a thread that is off its
 * processor: the call's number, or -1 outside of any, and its arguments (lib/syscall.c).
 */
void pf_activity_decode(const char *text, struct pf_activity *ret);

/* All but runs, which are 0. */
struct pf_error *pf_activity_peek_call(struct pf_process *process, pid_t tid,
				       struct pf_activity *ret) PF_CHECKED;

/*
 * Looks at the thread TID. A thread that is asleep, and later has the same count of runs, has not
 * executed anything in between: the scheduler counts before the thread goes on. GONE when it has
 * ended. Where the kernel keeps no such count (no CONFIG_SCHED_INFO), asleep is never true.
 * Source: /proc/PID/task/TID/schedstat (third number), then syscall ("running" or not).
 */
struct pf_error *pf_activity_peek(struct pf_process *process, pid_t tid,
				  struct pf_activity *ret) PF_CHECKED;

#endif
