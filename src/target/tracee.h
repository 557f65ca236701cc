/* One thread under ptrace: seized, stopped, let go. */
#ifndef PF_TARGET_TRACEE_H
#define PF_TARGET_TRACEE_H

#include "base/error.h"

#include <stdbool.h>
#include <sys/types.h>

/*
 * For the kernel the tracer is one thread of ours, not our process: all calls for a tracee must
 * come from the same thread. When that thread ends, in whatever way, the kernel lets go of its
 * tracees and they run on; hence no option is ever set (PTRACE_O_EXITKILL least of all), and no
 * handler for fatal signals is needed.
 */
struct pf_tracee {
	pid_t tid;
	bool own_child; /* the first thread of our own child: its end is for its parent to collect */
	int signal;	/* that was about to be delivered when it stopped; 0: none */
};

enum pf_tracee_state {
	PF_TRACEE_RUNS,
	PF_TRACEE_STOPPED,
	PF_TRACEE_GONE, /* it has ended, or is not ours; the kernel keeps nothing for us */
};

/* Takes the thread without stopping it. *ret is false when it has ended. */
struct pf_error *pf_tracee_seize(const struct pf_tracee *tracee, bool *ret) PF_CHECKED;

/* Asks it to stop; what becomes of it, pf_tracee_poll() says. */
void pf_tracee_interrupt(const struct pf_tracee *tracee);

/* What happened to it since the last poll. Does not wait. */
enum pf_tracee_state pf_tracee_poll(struct pf_tracee *tracee);

/*
 * Lets a stopped thread run on, with the signal that it was about to get; one that had been
 * stopped by SIGSTOP stays stopped. False when it is dying instead: poll until it is GONE.
 */
bool pf_tracee_detach(const struct pf_tracee *tracee);

/* Whether the thread has ended, though perhaps somebody has yet to wait for it. */
bool pf_tracee_is_dead(const struct pf_tracee *tracee);

#endif
