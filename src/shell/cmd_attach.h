/* attach and detach: choosing the process. */
#ifndef PF_SHELL_CMD_ATTACH_H
#define PF_SHELL_CMD_ATTACH_H

#include "shell/session.h"

/*
 * Appends "Attached to process 14415 (python3.11, CPython 3.11.7, 3 threads)." to the output.
 * The threads are the kernel's: counting Python's would stop them.
 */
struct pf_error *pf_attach_announce(struct pf_session *session) PF_CHECKED;

#endif
