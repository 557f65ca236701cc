/* The Lua files of commands: the user's own, a source tree's, and those built in. */
#ifndef PF_SHELL_LUA_FILES_H
#define PF_SHELL_LUA_FILES_H

#include "base/text.h"
#include "shell/session.h"

/* Runs the file PATH. */
struct pf_error *pf_lua_files_run(struct pf_session *session, const char *path) PF_CHECKED;

/* Runs the files of all commands. One that fails is reported, and the others still run. */
struct pf_error *pf_lua_files_run_commands(struct pf_session *session) PF_CHECKED;

#endif
