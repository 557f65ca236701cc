/* What the command line asks for: -d, -ex, -x and -e, in their order. */
#ifndef PF_SHELL_ACTIONS_H
#define PF_SHELL_ACTIONS_H

#include "shell/options.h"

/*
 * Runs them all; with -batch or -d up to the first failure. The result is the exit status that
 * the first failure stands for, 0 when there was none.
 */
int pf_actions_run(struct pf_session *session, const struct pf_options *options);

#endif
