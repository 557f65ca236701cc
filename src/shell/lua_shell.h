/* Lua in the shell: started when it is first needed. */
#ifndef PF_SHELL_LUA_SHELL_H
#define PF_SHELL_LUA_SHELL_H

#include "shell/session.h"

/* Starts Lua and adds the commands that are written in it, unless that was done. */
struct pf_error *pf_lua_open(struct pf_session *session) PF_CHECKED;
void pf_lua_close(struct pf_session *session);

/* Runs CODE; what it returns, or what it is worth as an expression, is printed. Opens Lua. */
struct pf_error *pf_lua_run_text(struct pf_session *session, const char *code) PF_CHECKED;

/* The same, with $name in CODE for convenience variables and functions (lua/lib/expression.lua). */
struct pf_error *pf_lua_run_expression(struct pf_session *session, const char *code) PF_CHECKED;

/* Runs the file PATH. Opens Lua. */
struct pf_error *pf_lua_run_file(struct pf_session *session, const char *path) PF_CHECKED;

/* Whether CODE lacks its end, so that another line may complete it. Opens Lua. */
struct pf_error *pf_lua_is_incomplete(struct pf_session *session, const char *code,
				      bool *ret) PF_CHECKED;

#endif
