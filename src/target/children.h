/* The children of a process, as the kernel lists them. */
#ifndef PF_TARGET_CHILDREN_H
#define PF_TARGET_CHILDREN_H

#include "base/array.h"

#include <sys/types.h>

struct pf_pids {
	PF_ARRAY(pid_t);
};

/* UNSUPPORTED where the kernel has no such list (before Linux 4.2, or built without it). */
struct pf_error *pf_children_check(void) PF_CHECKED;

/*
 * Appends the children of the process PID, whose folder in /proc is PROC_FD: those of all its
 * threads. While children come and go some may be missing, until the next call. None when the
 * process has ended.
 */
struct pf_error *pf_children_read(int proc_fd, pid_t pid, struct pf_pids *ret) PF_CHECKED;

#endif
