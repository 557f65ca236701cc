/* What a word of a command line may become. */
#ifndef PF_SHELL_COMPLETE_H
#define PF_SHELL_COMPLETE_H

#include "shell/names.h"
#include "shell/session.h"

/*
 * Adds to ret what the end of LINE may become: each name takes the place of what is there from
 * ret->from on, and is quoted as that is. A line without a name that fits has none.
 */
struct pf_error *pf_complete_line(struct pf_session *session, const char *line,
				  struct pf_names *ret) PF_CHECKED;

/* For those below: completes ret's line from AT on, where another command begins. */
struct pf_error *pf_complete_at(struct pf_session *session, const char *at,
				struct pf_names *ret) PF_CHECKED;

/* The same, for what PREFIX and the text from AT on would be together: "set " for "with". */
struct pf_error *pf_complete_as(struct pf_session *session, const char *prefix, const char *at,
				struct pf_names *ret) PF_CHECKED;

/* For pf_command.complete: commands, sub-commands of ABOVE, topics of help, threads. */
struct pf_error *pf_complete_commands(struct pf_session *session, const struct pf_command *command,
				      const char *word, struct pf_names *ret) PF_CHECKED;
struct pf_error *pf_complete_below(struct pf_session *session, const struct pf_command *above,
				   const char *word, struct pf_names *ret) PF_CHECKED;
struct pf_error *pf_complete_help(struct pf_session *session, const struct pf_command *command,
				  const char *word, struct pf_names *ret) PF_CHECKED;
struct pf_error *pf_complete_threads(struct pf_session *session, const struct pf_command *command,
				     const char *word, struct pf_names *ret) PF_CHECKED;

struct pf_error *pf_complete_frames(struct pf_session *session, const struct pf_command *command,
				    const char *word, struct pf_names *ret) PF_CHECKED;

/* A command with all that it takes. */
struct pf_error *pf_complete_nested(struct pf_session *session, const struct pf_command *command,
				    const char *word, struct pf_names *ret) PF_CHECKED;

/* The same behind a "="; before that just commands. */
struct pf_error *pf_complete_assigned(struct pf_session *session, const struct pf_command *command,
				      const char *word, struct pf_names *ret) PF_CHECKED;

/* A setting, its value, and behind "--" a command. */
struct pf_error *pf_complete_with(struct pf_session *session, const struct pf_command *command,
				  const char *word, struct pf_names *ret) PF_CHECKED;

/* "all", numbers of threads or frames, and behind them a command. */
struct pf_error *pf_complete_apply(struct pf_session *session, const struct pf_command *command,
				   const char *word, struct pf_names *ret) PF_CHECKED;

/* Pids of programs whose file's name has "python" in it. */
struct pf_error *pf_complete_pids(struct pf_session *session, const struct pf_command *command,
				  const char *word, struct pf_names *ret) PF_CHECKED;

/* Names of Lua's: globals, fields of tables, methods of objects. */
struct pf_error *pf_complete_lua(struct pf_session *session, const struct pf_command *command,
				 const char *word, struct pf_names *ret) PF_CHECKED;

/* The words of the command's usage, or of its list of options, that begin with "-". */
struct pf_error *pf_complete_options(const struct pf_command *command, const char *word,
				     struct pf_names *ret) PF_CHECKED;

/* Names of scripts; paths as soon as there is a "/" in it. */
struct pf_error *pf_complete_scripts(struct pf_session *session, const struct pf_command *command,
				     const char *word, struct pf_names *ret) PF_CHECKED;

/* File names; a folder's ends in "/". */
struct pf_error *pf_complete_files(struct pf_session *session, const struct pf_command *command,
				   const char *word, struct pf_names *ret) PF_CHECKED;

/* The same where the command takes all that follows as one name, without quotes. */
struct pf_error *pf_complete_path(struct pf_session *session, const struct pf_command *command,
				  const char *word, struct pf_names *ret) PF_CHECKED;

#endif
