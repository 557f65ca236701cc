/* Locks of C: whether they are held, by whom, and what a thread that waits for one sleeps on. */
#ifndef PF_VALUE_LOCK_H
#define PF_VALUE_LOCK_H

#include "value/view.h"

struct pf_lock_state {
	bool locked;
	pf_addr handle; /* of the semaphore or mutex that it is made of */
	uint64_t owner; /* threading.get_ident() of an RLock's; 0: nobody's, or a Lock */
	uint64_t count; /* of an RLock */
};

/* Of an object of kind pf_kind_lock or pf_kind_rlock. */
struct pf_error *pf_lock_read(struct pf_view *view, const struct pf_object *object,
			      struct pf_lock_state *ret) PF_CHECKED;

#endif
