/* What the threads of a dump sleep in, as the kernel says before anything is stopped. */
#ifndef PF_PYTHON_DUMP_SLEEP_H
#define PF_PYTHON_DUMP_SLEEP_H

#include "python/dump_read.h"

/* Looks at the threads that the store knows the tids of. NO_MEMORY is the only error. */
struct pf_error *pf_dump_sleeps_read(struct pf_dump_store *store,
				     struct pf_process *process) PF_CHECKED;

/* Sets THREAD's syscall and gil_wait; GIL_COND is that of its interpreter, see struct pf_gil. */
void pf_dump_sleeps_apply(const struct pf_dump_store *store, pf_addr gil_cond,
			  struct pf_thread *thread);

#endif
