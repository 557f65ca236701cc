/* A process that may become a Python: looked at ever less often while it does not. */
#ifndef PF_PROFILE_LEAD_H
#define PF_PROFILE_LEAD_H

#include "pyflame.h"

struct pf_lead {
	pid_t pid;
	int proc_fd;	 /* of /proc/PID: shows nothing once the process is gone; -1: none */
	bool taken;	 /* it is a Python that somebody looks after */
	bool refused;	 /* it could not be read, and that was told */
	bool settled;	 /* it had asked for no memory since the last look */
	unsigned vain;	 /* looks since it has had its program */
	uint64_t due_ns; /* the next look */
	uint64_t rest_ns;
	long pages;		/* of its memory, at the last look */
	uint64_t device, inode; /* of the program */
};

/* A Python that was found. */
struct pf_find {
	struct pf_process *process;
	struct pf_python *python;
};

void pf_find_destroy(struct pf_find *find);

/* False when there is no such process. */
bool pf_lead_open(struct pf_lead *lead, pid_t pid);
void pf_lead_close(struct pf_lead *lead);

bool pf_lead_has_ended(const struct pf_lead *lead);

/* Begins anew: nobody looks after it any more, but it may run another program. */
void pf_lead_release(struct pf_lead *lead);

/*
 * Looks, when it is time to. ret->python is NULL when there is nothing to tell. An error tells, once
 * for a process, why it cannot be read: PERMISSION, UNSUPPORTED or SYSTEM; or is NO_MEMORY.
 */
struct pf_error *pf_lead_look(struct pf_lead *lead, uint64_t now_ns,
			      struct pf_find *ret) PF_CHECKED;

#endif
