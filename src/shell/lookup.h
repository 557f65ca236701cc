/* From the first words of a line to a command: abbreviations, ambiguity, near misses. */
#ifndef PF_SHELL_LOOKUP_H
#define PF_SHELL_LOOKUP_H

#include "shell/command.h"

/*
 * Finds the command that LINE begins with: names and aliases may be abbreviated as long as they
 * stay unique, aliases not to one letter; an exact one wins. *rest_ret is what follows the name:
 * for "x/8xg 4711" that is "/8xg 4711", so a command that takes a format gets it as its first
 * word. USAGE when there is no such command or more than one; *ret is never NULL on success.
 */
struct pf_error *pf_lookup(const struct pf_commands *commands, const char *line,
			   const struct pf_command **ret, const char **rest_ret) PF_CHECKED;

/* The command that goes by exactly NAME, or by an alias of that name; NULL when there is none. */
const struct pf_command *pf_lookup_exact(const struct pf_commands *commands, const char *name);

#endif
