/* What the arguments of commands that are written in Lua may become. */
#ifndef PF_SHELL_LUA_COMPLETE_H
#define PF_SHELL_LUA_COMPLETE_H

#include "shell/command.h"

#include <lua.h>

/*
 * Gives COMMAND the completion that the field "complete" of the table at GIVEN asks for: a word
 * such as "files", or a function(session, word, before) that returns an array of strings, which
 * the table at KEPT keeps. What does not begin with the word is left out. Raises what is wrong.
 */
void pf_lua_complete_read(lua_State *L, int given, int kept, struct pf_command *command);

#endif
