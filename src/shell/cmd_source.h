/* source: files of commands, or of Lua. */
#ifndef PF_SHELL_CMD_SOURCE_H
#define PF_SHELL_CMD_SOURCE_H

#include "shell/session.h"

/* Runs the file PATH: Lua when its name ends in ".lua", else commands, up to the first failure. */
struct pf_error *pf_source(struct pf_session *session, const char *path) PF_CHECKED;

/* Runs the user's initrc, a file of commands; nothing when there is none. */
struct pf_error *pf_source_init(struct pf_session *session) PF_CHECKED;

#endif
