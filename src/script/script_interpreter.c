/* The Lua interpreter: one of a dump's interpreters and its threads. */
#include "script/script.h"

#define INTERPRETER "pyflame.interpreter"

/* The user value is the dump, which owns what this points to. */
struct interpreter {
	const struct pf_dump *dump;
	const struct pf_interpreter *it;
};

void script_interpreters_push(lua_State *L, int owner, const struct pf_dump *dump)
{
	owner = lua_absindex(L, owner);
	lua_createtable(L, (int)dump->interpreter_count, 0);
	for (size_t i = 0; i < dump->interpreter_count; i++) {
		struct interpreter *interpreter =
			script_object_push(L, INTERPRETER, sizeof(*interpreter), owner);
		*interpreter = (struct interpreter){ dump, &dump->interpreters[i] };
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

static const struct interpreter *check(lua_State *L)
{
	return luaL_checkudata(L, 1, INTERPRETER);
}

static int interpreter_id(lua_State *L)
{
	lua_pushinteger(L, check(L)->it->id);
	return 1;
}

static int interpreter_at(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)check(L)->it->at);
	return 1;
}

static int interpreter_threads(lua_State *L)
{
	const struct interpreter *interpreter = check(L);
	lua_getiuservalue(L, 1, 1);
	script_threads_push(L, -1, interpreter->dump, interpreter->it->first_thread,
			    interpreter->it->thread_count);
	return 1;
}

static const luaL_Reg properties[] = {
	{ "at", interpreter_at },
	{ "id", interpreter_id },
	{ "threads", interpreter_threads },
	{ NULL, NULL },
};

void script_interpreter_register(lua_State *L)
{
	static const struct script_class class = { INTERPRETER, NULL, properties, NULL, NULL };
	script_class_register(L, &class);
}
