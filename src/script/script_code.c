/* The Lua code: what does not change between the frames that run it. */
#include "script/script.h"

#define CODE "pyflame.code"

/* The user value is the dump, which owns the code. */
void script_code_push(lua_State *L, int owner, const struct pf_code *code)
{
	const struct pf_code **box = script_object_push(L, CODE, sizeof(*box), owner);
	*box = code;
}

static const struct pf_code *check(lua_State *L)
{
	return *(const struct pf_code **)luaL_checkudata(L, 1, CODE);
}

static int code_at(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)check(L)->at);
	return 1;
}

static int code_file(lua_State *L)
{
	return script_push_text(L, check(L)->file);
}

static int code_first_line(lua_State *L)
{
	lua_pushinteger(L, check(L)->first_line);
	return 1;
}

static int code_name(lua_State *L)
{
	return script_push_text(L, check(L)->function);
}

static int code_qualname(lua_State *L)
{
	return script_push_text(L, check(L)->qualname);
}

static const luaL_Reg properties[] = {
	{ "at", code_at },     { "file", code_file },	      { "first_line", code_first_line },
	{ "name", code_name }, { "qualname", code_qualname }, { NULL, NULL },
};

void script_code_register(lua_State *L)
{
	static const struct script_class class = { CODE, NULL, properties, NULL, NULL };
	script_class_register(L, &class);
}
