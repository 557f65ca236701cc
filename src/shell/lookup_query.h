/* What a word of a line is compared with, and what is said when it is no name, or more than one. */
#ifndef PF_SHELL_LOOKUP_QUERY_H
#define PF_SHELL_LOOKUP_QUERY_H

#include "shell/command.h"

/* A word that should name a sub-command of ABOVE, or a command when ABOVE is NULL. */
struct pf_lookup_query {
	const struct pf_commands *commands;
	const struct pf_command *above;
	const char *word;
	size_t size;
};

enum pf_match { PF_MISS, PF_ABBREVIATED, PF_EXACT };

/* How well COMMAND's names match. */
enum pf_match pf_lookup_query_match(const struct pf_lookup_query *query,
				    const struct pf_command *command);

/* USAGE: what the word could mean. */
struct pf_error *pf_lookup_query_ambiguous(const struct pf_lookup_query *query) PF_CHECKED;

/* USAGE: that it means nothing, and what is near. */
struct pf_error *pf_lookup_query_undefined(const struct pf_lookup_query *query) PF_CHECKED;

#endif
