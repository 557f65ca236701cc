/* source: files of commands, or of Lua. */
#ifndef PF_SHELL_CMD_SOURCE_H
#define PF_SHELL_CMD_SOURCE_H

#include "shell/session.h"

/* Runs the file PATH: Lua when its name ends in ".lua", else commands, up to the first failure. */
struct pf_error *pf_source(struct pf_session *session, const char *path) PF_CHECKED;

/* The same for the file NAME in the folder of the user's settings; nothing when there is none. */
struct pf_error *pf_source_setting(struct pf_session *session, const char *name) PF_CHECKED;

#endif
