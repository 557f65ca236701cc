/* What Lua may do with the terminal: its size, a line that is redrawn, styles, keys. */
#ifndef PF_SHELL_LUA_TERMINAL_H
#define PF_SHELL_LUA_TERMINAL_H

#include <lua.h>

/* pyflame.status_line(text) */
int pf_lua_terminal_status_line(lua_State *L);

/* pyflame.style(element, text) */
int pf_lua_terminal_style(lua_State *L);

/* pyflame.columns(), pyflame.rows() */
int pf_lua_terminal_columns(lua_State *L);
int pf_lua_terminal_rows(lua_State *L);

/* pyflame.key() */
int pf_lua_terminal_key(lua_State *L);

/* pyflame.is_prompt() */
int pf_lua_terminal_is_prompt(lua_State *L);

#endif
