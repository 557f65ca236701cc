/* Running on a chosen processor, ahead of the ordinary threads there. */
#ifndef PF_TARGET_PROCESSOR_H
#define PF_TARGET_PROCESSOR_H

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * While a thread of ours runs on a processor, no other thread does; with a real-time priority it
 * gets there at once. So a target thread can be kept from running for some microseconds without
 * being stopped, traced or signalled: see pf_watch for how to be sure of it.
 */
struct pf_processor {
	cpu_set_t allowed; /* as it was before */
	int current;	   /* where this thread is bound to; -1: anywhere */
	bool urgent;	   /* has a real-time priority */
	int policy;	   /* and what it had before */
	struct sched_param priority;
	struct pf_rescue *rescue; /* while it has been bound */
	uint64_t avoided_ns;	  /* when it had to be fetched back; 0: never, or forgotten */
};

/* For the calling thread: asks for a real-time priority, which needs CAP_SYS_NICE or a limit. */
void pf_processor_init(struct pf_processor *processor);

/*
 * Whether the thread TID runs only when we do not. Never wait on the processor of another: it may
 * run there for ever, and we not even long enough to be killed.
 */
bool pf_processor_yields(pid_t tid);

/*
 * Whether the calling thread has the priority to take a processor. Not for a while after it had to
 * be fetched back from one, where another real-time thread did not let it run.
 */
bool pf_processor_is_urgent(struct pf_processor *processor);

/* What the first move needs, which takes its time; false when there can be no move. */
bool pf_processor_prepare(struct pf_processor *processor);

/*
 * Moves the calling thread to the processor NUMBER; false when it may not run there, or does not
 * get to run there within some 70 ms.
 */
bool pf_processor_move(struct pf_processor *processor, int number);

/* Whether that is where it is: somebody else may have moved it since. */
bool pf_processor_is_at(const struct pf_processor *processor, int number);

/* Gives back the priority and goes anywhere again. */
void pf_processor_deinit(struct pf_processor *processor);

#endif
