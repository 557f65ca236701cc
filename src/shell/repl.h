/* The prompt: lines from a terminal, with editing, history and completion. */
#ifndef PF_SHELL_REPL_H
#define PF_SHELL_REPL_H

#include "shell/session.h"

/* Reads and runs commands from the terminal until the session is to quit or the input ends. */
struct pf_error *pf_repl_run(struct pf_session *session) PF_CHECKED;

#endif
