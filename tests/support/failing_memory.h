/* A pf_memory whose n-th read fails. */
#ifndef PF_TESTS_FAILING_MEMORY_H
#define PF_TESTS_FAILING_MEMORY_H

#include "target/memory.h"

#include <stdbool.h>

struct failing_memory {
	struct pf_memory memory; /* first: give &failing.memory to readers */
	struct pf_memory *below; /* borrowed; answers the other reads */
	struct pf_error *error;	 /* static: what the failing read returns */
	long left;    /* reads until then; negative: it has failed already, or never will */
	bool failed;  /* whether it did */
	size_t reads; /* how many there were; each span is one */
};

/*
 * The reads before number N (0: the first) and those after it go to BELOW; the N-th fails with
 * ERROR. A span that fails with FAULT is marked; any other error ends the whole call.
 */
void failing_memory_init(struct failing_memory *failing, struct pf_memory *below, long n,
			 struct pf_error *error);

#endif
