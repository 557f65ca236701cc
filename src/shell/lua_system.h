/* Programs that Lua runs: Ctrl-C that ended one is meant for the script, too. */
#ifndef PF_SHELL_LUA_SYSTEM_H
#define PF_SHELL_LUA_SYSTEM_H

#include <lua.h>

/* Makes os.execute() and what io.popen() gives look at how a program ended. */
void pf_lua_system_extend(lua_State *L);

#endif
