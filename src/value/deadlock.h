/* Threads that wait for each other in a circle. */
#ifndef PF_VALUE_DEADLOCK_H
#define PF_VALUE_DEADLOCK_H

#include "pyflame.h"

/* Gives each circle of waits, by their threads and owners, a number of its own in `deadlock`. */
void pf_deadlock_mark(const struct pf_lock_waits *waits);

#endif
