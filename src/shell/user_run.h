/* Running what "define" has made: its lines, with $argc, $arg0 ... and $arg* filled in. */
#ifndef PF_SHELL_USER_RUN_H
#define PF_SHELL_USER_RUN_H

#include "shell/session.h"

/* The run function of a command with a body. */
struct pf_error *pf_user_run(struct pf_session *session, const struct pf_call *call) PF_CHECKED;

#endif
