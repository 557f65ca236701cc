/* What a word of a command line may become. */
#ifndef PF_SHELL_COMPLETE_H
#define PF_SHELL_COMPLETE_H

#include "shell/names.h"
#include "shell/session.h"

/* Adds to ret what the last word of LINE, which may be empty, may become. */
struct pf_error *pf_complete_line(struct pf_session *session, const char *line,
				  struct pf_names *ret) PF_CHECKED;

/* For pf_command.complete. */
struct pf_error *pf_complete_commands(struct pf_session *session, const struct pf_command *command,
				      const char *word, struct pf_names *ret) PF_CHECKED;
struct pf_error *pf_complete_help(struct pf_session *session, const struct pf_command *command,
				  const char *word, struct pf_names *ret) PF_CHECKED;
struct pf_error *pf_complete_threads(struct pf_session *session, const struct pf_command *command,
				     const char *word, struct pf_names *ret) PF_CHECKED;

/* "all", numbers of threads, and commands. */
struct pf_error *pf_complete_apply(struct pf_session *session, const struct pf_command *command,
				   const char *word, struct pf_names *ret) PF_CHECKED;

/* Pids of programs whose file's name has "python" in it. */
struct pf_error *pf_complete_pids(struct pf_session *session, const struct pf_command *command,
				  const char *word, struct pf_names *ret) PF_CHECKED;

/* File names; a folder's ends in "/". */
struct pf_error *pf_complete_files(struct pf_session *session, const struct pf_command *command,
				   const char *word, struct pf_names *ret) PF_CHECKED;

#endif
