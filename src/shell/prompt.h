/* Readline: one edited line from the terminal. */
#ifndef PF_SHELL_PROMPT_H
#define PF_SHELL_PROMPT_H

#include "shell/session.h"

/* Sets readline up, with SESSION's completion, and reads the history. Once. */
void pf_prompt_open(struct pf_session *session);

/* Writes the history. The program ends here when SIGHUP or SIGTERM ended the last line. */
void pf_prompt_close(void);

/*
 * For pf_input.read. INTERRUPTED after Ctrl-C, which says "Quit" and drops the line; the end
 * after Ctrl-D, and when the terminal or the user's session goes away (SIGHUP, SIGTERM).
 */
struct pf_error *pf_prompt_read(struct pf_input *input, const char *prompt, char **ret) PF_CHECKED;

/*
 * For pf_input.ask: the answer to a question, which the history does not keep. After Ctrl-C the
 * caller's error says "Quit".
 */
struct pf_error *pf_prompt_ask(struct pf_input *input, const char *question, char **ret) PF_CHECKED;

/* Whether Ctrl-C has dropped a line, of which the user was told, since the last call. */
bool pf_prompt_has_quit(void);

#endif
