/* Why the kernel refuses to let us read or trace a process. */
#ifndef PF_TARGET_PERMISSION_H
#define PF_TARGET_PERMISSION_H

#include "base/error.h"

#include <sys/types.h>

/*
 * A PERMISSION error, "cannot ACTION PID: REASONS", where ACTION is like "read process". TID may
 * be a thread's. The reasons are looked up now: users, capabilities, Yama, another tracer.
 */
struct pf_error *pf_permission_explain(const char *action, pid_t tid) PF_CHECKED;

#endif
