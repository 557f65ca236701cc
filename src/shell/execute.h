/* Running command lines: one, or all that an input has; and what is said when one fails. */
#ifndef PF_SHELL_EXECUTE_H
#define PF_SHELL_EXECUTE_H

#include "shell/session.h"

/* Runs one line. Blank lines and comments ("#") do nothing. The output is not yet flushed. */
struct pf_error *pf_execute(struct pf_session *session, const char *line) PF_CHECKED;

/* What keeps the line from being run, as far as can be told before. */
struct pf_error *pf_execute_check(struct pf_session *session, const char *line) PF_CHECKED;

/* Runs lines until the input ends, one fails or the session is to quit. */
struct pf_error *pf_execute_input(struct pf_session *session, struct pf_input *input) PF_CHECKED;

/* Writes MESSAGE to stderr, and to the log. */
void pf_execute_complain(struct pf_session *session, const char *message);

/*
 * Flushes the output and says on stderr why a command failed; "Quit" when it was interrupted.
 * Takes err, which may be NULL. Returns whether all went well. When the output cannot be
 * written, the session is to quit; nothing is said when nobody reads it any more.
 */
bool pf_execute_report(struct pf_session *session, struct pf_error *err);

#endif
