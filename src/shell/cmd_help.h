/* help: all commands, those of a class, or one; and info without more, which lists too. */
#ifndef PF_SHELL_CMD_HELP_H
#define PF_SHELL_CMD_HELP_H

#include "shell/command.h"

/* Appends the list of ABOVE's sub-commands to the session's output. */
void pf_help_append_below(struct pf_session *session, const struct pf_command *above);

#endif
