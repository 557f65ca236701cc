/* A command line of sh's that the user has asked for: starting it, waiting for it. */
#ifndef PF_SHELL_SH_H
#define PF_SHELL_SH_H

#include "base/error.h"

#include <stdio.h>
#include <sys/types.h>

/* One that runs and is written to. */
struct pf_sh {
	pid_t pid;
	FILE *input;
};

/*
 * All of these start $SHELL, or /bin/sh, with COMMAND ("": the shell itself), in our process group
 * and with the signals that it would have without us. *status_ret is as from waitpid().
 */

/* Starts it with a pipe to it. */
struct pf_error *pf_sh_start(struct pf_sh *sh, const char *command) PF_CHECKED;

/* Closes the pipe and waits for the end, while Ctrl-C is only for it. */
struct pf_error *pf_sh_wait(struct pf_sh *sh, int *status_ret) PF_CHECKED;

/* Runs it to its end; it reads what we read, and Ctrl-C is only for it. */
struct pf_error *pf_sh_run(const char *command, int *status_ret) PF_CHECKED;

#endif
