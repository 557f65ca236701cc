/* Commands that users make in the shell itself: by "define", and by "alias". */
#ifndef PF_SHELL_USER_COMMAND_H
#define PF_SHELL_USER_COMMAND_H

#include "shell/command.h"

struct pf_user_command {
	struct pf_command command; /* first; its name and texts are owned */
	char *name, *summary, *help;
	char *body; /* of "define": its lines, each with its line break; NULL: an alias */
	char *line; /* of "alias": the command line that it stands for; NULL: none */
};

/* All that a session has. All zero is none. */
struct pf_user_commands {
	PF_ARRAY(struct pf_user_command *) list;
};

/*
 * Adds one with a copy of NAME to USERS; pf_commands_add() makes it known once it can be run. It
 * lives as long as USERS: what runs, or stands for it, may keep it.
 */
struct pf_error *pf_user_command_create(struct pf_user_commands *users, const char *name,
					struct pf_user_command **ret) PF_CHECKED;

/* COMMAND, if it is one of USERS; else NULL. */
struct pf_user_command *pf_user_command_of(const struct pf_user_commands *users,
					   const struct pf_command *command);

/* *TEXT becomes a copy of VALUE; the old one is let go. */
struct pf_error *pf_user_command_set(char **text, const char *value) PF_CHECKED;

/*
 * NAME with single blanks between its words, and those before the last one spelled out, to free().
 * USAGE when it is no name or when they are no command with sub-commands.
 */
struct pf_error *pf_user_command_name(const struct pf_commands *commands, const char *name,
				      char **ret) PF_CHECKED;

/* Lets all of them go; the table that they were added to must not be used any more. */
void pf_user_commands_deinit(struct pf_user_commands *commands);

#endif
