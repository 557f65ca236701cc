/* pyflame.command: commands that are written in Lua. */
#ifndef PF_SHELL_LUA_COMMAND_H
#define PF_SHELL_LUA_COMMAND_H

#include <lua.h>

/* pyflame.command{...}: adds a command to the session, in place of one of the same name. */
int pf_lua_command_add(lua_State *L);

#endif
