/* Blocks: the lines up to "end" that a command such as "define" reads itself. */
#ifndef PF_SHELL_BLOCK_H
#define PF_SHELL_BLOCK_H

#include "shell/session.h"

/* Whether LINE is the word "end" and nothing else. */
bool pf_block_is_end(const char *line);

/*
 * Reads lines from where the session's commands come from, and adds those before the "end" to
 * TEXT, each with its line break. With NESTS, blocks inside have an "end" of their own. USAGE,
 * with WHAT ("The definition of \"x\""), when there is no "end".
 */
struct pf_error *pf_block_read(struct pf_session *session, const char *what, bool nests,
			       struct pf_text *text) PF_CHECKED;

#endif
