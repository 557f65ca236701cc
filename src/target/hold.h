/* Keeping threads of a process stopped, and letting every one of them go again. */
#ifndef PF_TARGET_HOLD_H
#define PF_TARGET_HOLD_H

#include "pyflame.h"

/*
 * Never 0, and another number for each hold, and whenever one has stopped threads or let them go: while
 * it stays the same, whoever is held has not run.
 */
uint64_t pf_hold_serial(const struct pf_hold *hold);

#endif
