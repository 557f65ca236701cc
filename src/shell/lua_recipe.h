/* COMMAND --lua: the Lua script that does what a command does. */
#ifndef PF_SHELL_LUA_RECIPE_H
#define PF_SHELL_LUA_RECIPE_H

#include "shell/session.h"

/* Whether "--lua" is one of the words of CALL. */
bool pf_lua_recipe_is_wanted(const struct pf_call *call);

/*
 * Prints the script for CALL. *done_ret says whether there is one: commands that take text of any
 * kind have none, and get their "--lua" themselves.
 */
struct pf_error *pf_lua_recipe_print(struct pf_session *session, const struct pf_call *call,
				     bool *done_ret) PF_CHECKED;

#endif
