/* --script: a Lua program that has the command line to itself. */
#ifndef PF_SHELL_LUA_SCRIPT_H
#define PF_SHELL_LUA_SCRIPT_H

#include "shell/options.h"

/*
 * Runs it with its arguments, as "..." and in the table arg. *status_ret is the integer that it
 * returns, or 0. What it returns as nil, message, code is an error. Opens Lua.
 */
struct pf_error *pf_lua_script_run(struct pf_session *session, const struct pf_options *options,
				   int *status_ret) PF_CHECKED;

#endif
