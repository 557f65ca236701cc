/* dump: the stacks of every thread, as text, as JSON or in a format of Lua's. */
#ifndef PF_SHELL_CMD_DUMP_H
#define PF_SHELL_CMD_DUMP_H

#include "shell/session.h"

/* Whether FORMAT, which may be NULL, is one that needs no Lua. */
bool pf_dump_format_is_plain(const char *format);

/* What the command does: prints a dump to the session's output. NULL is "text". */
struct pf_error *pf_dump_print(struct pf_session *session, const char *format) PF_CHECKED;

#endif
