/* --args: the program that the command line starts, by lua/lib/launched. */
#ifndef PF_SHELL_LUA_ARGS_H
#define PF_SHELL_LUA_ARGS_H

#include "shell/options.h"

/*
 * Starts options->program and attaches to it. When it cannot be run, *status_ret is what a shell
 * would exit with; else it stays as it is. Opens Lua.
 */
struct pf_error *pf_lua_args_start(struct pf_session *session, const struct pf_options *options,
				   int *status_ret) PF_CHECKED;

/* Waits for the program's end, and takes its exit status, or signal, for ours. */
struct pf_error *pf_lua_args_finish(struct pf_session *session) PF_CHECKED;

#endif
