/* The crossing between the sampler's thread and whoever takes its samples. */
#ifndef PF_PROFILE_CROSSING_H
#define PF_PROFILE_CROSSING_H

#include "profile/schedule.h"
#include "profile/where.h"
#include "pyflame.h"

#include <pthread.h>
#include <stdatomic.h>

/*
 * The thread fills a profile of its own and moves what is new to the outbox from time to time, so
 * that it waits for nobody while it samples.
 */
struct pf_sampler {
	pid_t pid;
	struct pf_sampling_options options;
	struct pf_wish wish; /* all zero: every sample is wanted */
	pthread_t thread;
	bool started;
	struct pf_schedule schedule;
	uint64_t start_ns; /* time 0, and when something crossed last: the thread's */
	uint64_t woken_ns;
	int stop_fd; /* eventfd: to the thread, with: */
	atomic_bool stop;
	int ready_fd;		    /* eventfd: from the thread */
	struct pf_profile *profile; /* the thread's */

	pthread_mutex_t lock;
	pthread_cond_t attached;
	struct pf_profile *outbox; /* what nobody has taken yet, and all tables */
	struct pf_error *reason;   /* why it ended */
	struct pf_error *refusal;  /* why a process is left out; does not change any more */
	struct pf_error *doubts[PF_VERDICT_COUNT]; /* of pf_where; do not change any more */
	bool running;				   /* it has begun; perhaps it has ended since */
	bool ended;
};

/* Makes the eventfd FD readable. Safe in a signal handler. */
void pf_crossing_signal(int fd);

/* In the thread: takes over the first of REASONS of each kind. */
void pf_crossing_note_doubts(struct pf_sampler *sampler,
			     struct pf_error *reasons[PF_VERDICT_COUNT]);

/* In the thread: hands over what is new and wakes whoever waits for it. */
struct pf_error *pf_crossing_deliver(struct pf_sampler *sampler) PF_CHECKED;

#endif
