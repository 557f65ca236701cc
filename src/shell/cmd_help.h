/* help: all commands, those of a class, or one; and info without more, which lists too. */
#ifndef PF_SHELL_CMD_HELP_H
#define PF_SHELL_CMD_HELP_H

#include "shell/command.h"
#include "shell/output.h"

/* "backtrace, bt, where -- Print the Python stack of the selected thread." */
void pf_help_append_line(struct pf_output *output, const struct pf_command *command);

/* Appends all about COMMAND to the session's output: names, what it does, usage, help. */
void pf_help_append_command(struct pf_session *session, const struct pf_command *command);

/* Appends the list of ABOVE's sub-commands to the session's output. */
void pf_help_append_below(struct pf_session *session, const struct pf_command *above);

#endif
