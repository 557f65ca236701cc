/* pyflame.param: settings that are written in Lua, and the values of all. */
#ifndef PF_SHELL_LUA_PARAM_H
#define PF_SHELL_LUA_PARAM_H

#include <lua.h>

/* pyflame.param{...}: adds a setting to the session. */
int pf_lua_param_add(lua_State *L);

/* pyflame.get(name) -> the value of a setting: boolean, integer (nil: unlimited) or string */
int pf_lua_param_get(lua_State *L);

/* pyflame.set(name, value) -> true | nil, message, code */
int pf_lua_param_set(lua_State *L);

#endif
