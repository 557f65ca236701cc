/* Which lock a thread waits for: found in what it sleeps on, and in its newest frames. */
#ifndef PF_VALUE_AWAITED_H
#define PF_VALUE_AWAITED_H

#include "python/frames.h"
#include "value/view.h"

struct pf_awaited {
	struct pf_object lock; /* of C; `at` is 0: it waits for none that is known */
	struct pf_object
		around; /* what the lock is part of: a Condition, 2.7's RLock; `at` 0: none */
	bool notice;	/* it waits until others tell it something: nobody holds the lock */
	uint64_t owner; /* who holds it, as threading.get_ident(); 0: not known */
};

/*
 * Of a thread that sleeps in a futex at FUTEX and has FRAMES, newest first. What is found is proven:
 * the lock is made of the very semaphore or mutex that the thread sleeps on.
 */
struct pf_error *pf_awaited_find(struct pf_view *view, const struct pf_frames *frames,
				 pf_addr futex, struct pf_awaited *ret) PF_CHECKED;

#endif
