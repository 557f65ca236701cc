/* What Lua sees of the session: its process, and what is selected. */
#ifndef PF_SHELL_LUA_SESSION_H
#define PF_SHELL_LUA_SESSION_H

#include <lua.h>

/* Adds process(), thread(), frame() and the like to the module on top of the stack. */
void pf_lua_session_extend(lua_State *L);

#endif
