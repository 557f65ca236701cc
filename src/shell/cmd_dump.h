/* dump: the stacks of every thread, as text or as JSON. */
#ifndef PF_SHELL_CMD_DUMP_H
#define PF_SHELL_CMD_DUMP_H

#include "shell/session.h"

/* "text" or "json"; USAGE for another word. */
struct pf_error *pf_format_parse(const char *word, enum pf_format *ret) PF_CHECKED;

/* What the command does: prints a dump to the session's output. */
struct pf_error *pf_dump_print(struct pf_session *session, enum pf_format format) PF_CHECKED;

#endif
