/* The shell's Lua state: calls that cannot escape, and Ctrl-C in them. */
#ifndef PF_SHELL_LUA_STATE_H
#define PF_SHELL_LUA_STATE_H

#include "shell/session.h"

#include <lua.h>

/* The metatable's name of the object that commands get as their first argument. */
#define PF_LUA_SESSION "pyflame.session"

/* Makes an empty state for SESSION, which must not have one. */
struct pf_error *pf_lua_state_create(struct pf_session *session) PF_CHECKED;

/* Closes SESSION's state; closing twice is fine. Holds that Lua still has are released. */
void pf_lua_state_destroy(struct pf_session *session);

/* The session that L belongs to. */
struct pf_session *pf_lua_session(lua_State *L);

/*
 * Calls FUNCTION with ARGUMENT as a light userdata. What it raises becomes an error with the
 * message only; Ctrl-C raises in it, and becomes INTERRUPTED.
 */
struct pf_error *pf_lua_protect(struct pf_session *session, lua_CFunction function,
				void *argument) PF_CHECKED;

/* The error for what a script returned after nil: a message, and a code's name or NULL. */
struct pf_error *pf_lua_error_of(const char *message, const char *code_name);

/* The same of the stack: the message at INDEX, behind it the code and what can be done, or nil. */
struct pf_error *pf_lua_error_read(lua_State *L, int index);

#endif
