/* What the command line asks for: -d, -ex, -x and -e, in their order. */
#ifndef PF_SHELL_ACTIONS_H
#define PF_SHELL_ACTIONS_H

#include "shell/options.h"

/*
 * Runs those that come before attaching, or those that come after; with -batch or -d up to the
 * first failure, unless --keep-going was given. The result is the exit status that the first
 * failure stands for, 0 when there was none.
 */
int pf_actions_run(struct pf_session *session, const struct pf_options *options, bool early);

/* Whether what failed with STATUS ends the program. */
bool pf_actions_end(const struct pf_options *options, int status);

#endif
