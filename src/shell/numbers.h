/* Thread numbers: small, and the same for a thread as long as a session lasts. */
#ifndef PF_SHELL_NUMBERS_H
#define PF_SHELL_NUMBERS_H

#include "base/map.h"
#include "pyflame.h"

/* All zero knows no thread. */
struct pf_numbers {
	struct pf_map numbers; /* a thread's key -> its number */
	unsigned last;	       /* 0: none yet */
};

/*
 * Numbers the threads of DUMP that are new. A thread is known by its native id, its ident, and
 * its interpreter: one thread of the kernel's can be in several.
 */
struct pf_error *pf_numbers_update(struct pf_numbers *numbers,
				   const struct pf_dump *dump) PF_CHECKED;

/* The number of THREAD, one of DUMP's; 0 when it was in no dump of an update. */
unsigned pf_numbers_of(const struct pf_numbers *numbers, const struct pf_dump *dump,
		       const struct pf_thread *thread);

/* The thread of DUMP that has NUMBER; NULL when there is none. */
const struct pf_thread *pf_numbers_find(const struct pf_numbers *numbers,
					const struct pf_dump *dump, unsigned number);

/* Forgets every thread. */
void pf_numbers_deinit(struct pf_numbers *numbers);

#endif
