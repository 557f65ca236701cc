/* What scripts can list of the shell: its commands, and lines of the process's source files. */
#ifndef PF_SHELL_LUA_LISTS_H
#define PF_SHELL_LUA_LISTS_H

#include <lua.h>

/* pyflame.commands() */
int pf_lua_lists_commands(lua_State *L);

/* pyflame.source_line(file, line) */
int pf_lua_lists_source_line(lua_State *L);

#endif
