/* Who is told when a future is done: what its callbacks lead to. */
#ifndef PF_VALUE_TOLD_H
#define PF_VALUE_TOLD_H

#include "value/future.h"

/* All zero at first; filled by each call. What has one callback with the next is read once only. */
struct pf_told {
	pf_addr callback; /* the only one of the future that was read; 0: it had others */
	struct pf_addresses futures; /* that will be done because of it, of gather() and others */
	struct pf_addresses tasks;   /* that will be told themselves: a TaskGroup's parent */
	pf_addr outside;	     /* a future of concurrent.futures; 0: none */
};

void pf_told_deinit(struct pf_told *told);

/*
 * Sets *ret, which is of no other moment, to those whom FUTURE tells. Only functions and methods of asyncio are looked into: others
 * may do anything.
 */
struct pf_error *pf_told_read(struct pf_view *view, const struct pf_future *future,
			      struct pf_told *ret) PF_CHECKED;

#endif
