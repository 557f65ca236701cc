/* What the shell adds to the Lua module: the session's functions. */
#ifndef PF_SHELL_LUA_MODULE_H
#define PF_SHELL_LUA_MODULE_H

#include <lua.h>

/*
 * Adds to the module on top of the stack. print() writes to the session's output from now on.
 * The session is found in the state's extra space.
 */
void pf_lua_module_extend(lua_State *L);

#endif
