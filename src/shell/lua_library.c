/* Functions of the shell's Lua module that are written in Lua: loaded when first called. */
#include "shell/lua_library.h"

#include "script/script.h"

#include <stddef.h>

#define PREFIX "pyflame.lib."

/* A function of the module, and where it is. */
static const struct {
	const char *name, *library, *function;
} functions[] = {
	{ "format", "formats", "format" },     { "frame_filter", "frame_filters", "frame_filter" },
	{ "frames", "sequence", "of_frames" }, { "func", "expression", "func" },
	{ "printer", "printers", "printer" },  { "render", "stacks", "render" },
	{ "sequence", "sequence", "from" },
};

/* The upvalues are the library's module and the function's name. */
static int call_library(lua_State *L)
{
	return script_search_call(L, lua_tostring(L, lua_upvalueindex(1)),
				  lua_tostring(L, lua_upvalueindex(2)));
}

void pf_lua_library_extend(lua_State *L)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		lua_pushfstring(L, PREFIX "%s", functions[i].library);
		lua_pushstring(L, functions[i].function);
		lua_pushcclosure(L, call_library, 2);
		lua_setfield(L, -2, functions[i].name);
	}
	lua_newtable(L);
	lua_setfield(L, -2, "funcs"); /* $_name(...) */
}

int pf_lua_library_push_loaded(lua_State *L, const char *library, const char *name)
{
	int top = lua_gettop(L);
	const char *module = lua_pushfstring(L, PREFIX "%s", library);
	if (lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE) == LUA_TTABLE &&
	    lua_getfield(L, -1, module) == LUA_TTABLE &&
	    lua_getfield(L, -1, name) == LUA_TFUNCTION) {
		lua_replace(L, top + 1);
		lua_settop(L, top + 1);
		return 1;
	}
	lua_settop(L, top);
	return 0;
}
