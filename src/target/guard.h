/* Being sure that a thread does not run while it is read. */
#ifndef PF_TARGET_GUARD_H
#define PF_TARGET_GUARD_H

#include "target/processor.h"
#include "target/watch.h"

/*
 * Three ways, the mildest first. A thread that is asleep is only watched. One that runs is kept
 * from running by taking its processor, when we have the priority for that. Else it is stopped.
 */
enum pf_guard_way { PF_GUARD_NONE, PF_GUARD_ASLEEP, PF_GUARD_PROCESSOR, PF_GUARD_STOPPED };

struct pf_guard {
	struct pf_processor processor;
	struct pf_hold *hold;
	enum pf_guard_way way;
	pid_t tid;		      /* who is guarded; 0: nobody, or everybody */
	const struct pf_watch *watch; /* the same one's */
	int syscall;		      /* what it is asleep in; PF_UNKNOWN: in none, or not asleep */
	uint64_t runs, since_ns;
	uint64_t pause_ns, longest_pause_ns; /* how long running threads were kept from running */
};

struct pf_error *pf_guard_init(struct pf_guard *guard, struct pf_process *process) PF_CHECKED;
void pf_guard_deinit(struct pf_guard *guard);

/*
 * Begins to guard the thread TID, which WATCH (borrowed until pf_guard_end) looks at; STOPPING asks
 * for the last way at once. *ret is false when it has ended or would not keep still. What was
 * guarded before must have been released.
 */
struct pf_error *pf_guard_begin(struct pf_guard *guard, pid_t tid, const struct pf_watch *watch,
				bool stopping, bool *ret) PF_CHECKED;

/* Stops more threads, or the first ones, whatever the way of the first was. */
struct pf_error *pf_guard_stop(struct pf_guard *guard, const pid_t *tids, size_t count) PF_CHECKED;

/* The caller has stopped threads with guard->hold: from now on that is the way. */
void pf_guard_adopt_hold(struct pf_guard *guard);

/*
 * Where threads are stopped: they go over to the caller, who gets the hold that has them for *HOLD,
 * one without threads. Nobody is guarded from then on.
 */
void pf_guard_exchange_hold(struct pf_guard *guard, struct pf_hold **hold);

/* Whether the thread TID is being kept from running. */
bool pf_guard_has(const struct pf_guard *guard, pid_t tid);

/* Whether no guarded thread has run since pf_guard_begin(). */
bool pf_guard_holds(const struct pf_guard *guard);

/* Lets them run on. Fine when nothing is guarded. */
void pf_guard_end(struct pf_guard *guard);

#endif
