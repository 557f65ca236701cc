/* Being sure that a thread does not run while it is read. */
#ifndef PF_PROFILE_GUARD_H
#define PF_PROFILE_GUARD_H

#include "profile/subject.h"
#include "target/processor.h"

/*
 * Three ways, the mildest first. A thread that is asleep is only watched. One that runs is kept
 * from running by taking its processor, when we have the priority for that. Else it is stopped.
 */
enum pf_guard_way { PF_GUARD_NONE, PF_GUARD_ASLEEP, PF_GUARD_PROCESSOR, PF_GUARD_STOPPED };

struct pf_guard {
	struct pf_processor processor;
	struct pf_hold *hold;
	enum pf_guard_way way;
	const struct pf_subject *subject;
	uint64_t runs, since_ns;
	uint64_t pause_ns, longest_pause_ns; /* how long running threads were kept from running */
};

struct pf_error *pf_guard_init(struct pf_guard *guard, struct pf_process *process) PF_CHECKED;
void pf_guard_deinit(struct pf_guard *guard);

/*
 * Begins to guard SUBJECT; STOP asks for the last way at once. *ret is false when it has ended or
 * would not keep still. What was guarded before must have been released.
 */
struct pf_error *pf_guard_begin(struct pf_guard *guard, const struct pf_subject *subject, bool stop,
				bool *ret) PF_CHECKED;

/* Stops every Python thread: for versions in which nobody can tell who might run. */
struct pf_error *pf_guard_stop_everyone(struct pf_guard *guard,
					struct pf_python *python) PF_CHECKED;

/* Whether the subject has not run since pf_guard_begin(). */
bool pf_guard_holds(const struct pf_guard *guard);

/* Lets it run on. Fine when nothing is guarded. */
void pf_guard_end(struct pf_guard *guard);

#endif
