/* Functions of the shell's Lua module that are written in Lua: loaded when first called. */
#ifndef PF_SHELL_LUA_LIBRARY_H
#define PF_SHELL_LUA_LIBRARY_H

#include <lua.h>

/* Adds them, and the table funcs, to the module on top of the stack. */
void pf_lua_library_extend(lua_State *L);

/*
 * Pushes the function NAME of lua/lib/LIBRARY.lua when a script or a command has loaded that;
 * false, and nothing, when none has.
 */
int pf_lua_library_push_loaded(lua_State *L, const char *library, const char *name);

#endif
