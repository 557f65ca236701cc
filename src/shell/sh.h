/* A command line of sh's that the user has asked for: starting it, waiting for it. */
#ifndef PF_SHELL_SH_H
#define PF_SHELL_SH_H

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

/* One that runs. */
struct pf_sh {
	pid_t pid;
	FILE *input; /* what is written there it reads; NULL: it reads what we read */
};

/*
 * Starts $SHELL, or /bin/sh, with COMMAND ("": the shell itself), in our process group and with
 * the signals that it would have without us. With WANTS_INPUT there is a pipe to it.
 */
struct pf_error *pf_sh_start(struct pf_sh *sh, const char *command, bool wants_input) PF_CHECKED;

/*
 * Closes the pipe and waits for its end, while Ctrl-C is only for it. *status_ret is as from
 * waitpid().
 */
struct pf_error *pf_sh_wait(struct pf_sh *sh, int *status_ret) PF_CHECKED;

#endif
