/* Looking out for the Pythons among a process and its descendants, in a thread of its own. */
#ifndef PF_PROFILE_SCOUT_H
#define PF_PROFILE_SCOUT_H

#include "profile/lead.h"

struct pf_scout;

/*
 * Looks at the process ROOT and its descendants, and starts to look out for more. PERMISSION or
 * GONE when ROOT cannot be read; it need not be a Python. UNSUPPORTED as pf_children_check().
 */
struct pf_error *pf_scout_start(pid_t root, struct pf_scout **ret) PF_CHECKED;

/* Ends the thread, then frees. */
void pf_scout_destroy(struct pf_scout *scout);

/* The next Python that was found, which is the caller's then; false when there is none. */
bool pf_scout_take(struct pf_scout *scout, struct pf_find *ret);

/* The program of process PID has ended: the process may have another one. */
void pf_scout_give_back(struct pf_scout *scout, pid_t pid);

/* GONE when ROOT has ended, or why the scout had to give up; NULL otherwise. The caller's. */
struct pf_error *pf_scout_reason(struct pf_scout *scout);

/* Remembers that a process cannot be read, and why; ERR is taken. */
void pf_scout_refuse(struct pf_scout *scout, struct pf_error *err);

/* How many processes could not be read; *ret is why not the first: NULL, or the caller's. */
uint64_t pf_scout_refusals(struct pf_scout *scout, struct pf_error **ret);

/* CPU time that was spent on looking, in ns. */
uint64_t pf_scout_cpu_ns(struct pf_scout *scout);

#endif
