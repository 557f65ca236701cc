/* Kinds of userdata: metatables with properties, methods and items; and the guard. */
#include "script/script.h"

#include <string.h>

#define GUARD "pyflame.guard"

/* What __index finds its class by. */
enum { METHODS = 1, PROPERTIES, CLASS, OPEN, UPVALUES = OPEN };

static int index_unknown(lua_State *L)
{
	const struct script_class *class = lua_touserdata(L, lua_upvalueindex(CLASS));
	bool open = lua_toboolean(L, lua_upvalueindex(OPEN));
	if (class->item && (open || lua_isinteger(L, 2)))
		return class->item(L);
	return luaL_error(L, "%s has no '%s'", class->name, luaL_tolstring(L, 2, NULL));
}

/* __index(object, key): a property's function is called here, without Lua's call in between. */
static int index_object(lua_State *L)
{
	lua_settop(L, 2);
	lua_pushvalue(L, 2);
	if (lua_rawget(L, lua_upvalueindex(METHODS)) != LUA_TNIL)
		return 1;
	lua_pushvalue(L, 2);
	lua_rawget(L, lua_upvalueindex(PROPERTIES));
	lua_CFunction get = lua_tocfunction(L, -1);
	lua_settop(L, 2);
	return get ? get(L) : index_unknown(L);
}

static void push_functions(lua_State *L, const luaL_Reg *functions)
{
	lua_newtable(L);
	if (functions)
		luaL_setfuncs(L, functions, 0);
}

static void add_class(lua_State *L, const struct script_class *class, bool open)
{
	luaL_newmetatable(L, class->name);
	if (class->metamethods)
		luaL_setfuncs(L, class->metamethods, 0);
	push_functions(L, class->methods);
	push_functions(L, class->properties);
	lua_pushlightuserdata(L, (void *)class);
	lua_pushboolean(L, open);
	lua_pushcclosure(L, index_object, UPVALUES);
	lua_setfield(L, -2, "__index");
	lua_pushstring(L, class->name); /* what getmetatable() gives: scripts cannot reach __gc */
	lua_setfield(L, -2, "__metatable");
	lua_pop(L, 1);
}

void script_class_register(lua_State *L, const struct script_class *class)
{
	add_class(L, class, false);
}

void script_class_register_open(lua_State *L, const struct script_class *class)
{
	add_class(L, class, true);
}

void *script_object_push(lua_State *L, const char *name, size_t size, int owner)
{
	if (owner)
		owner = lua_absindex(L, owner);
	void *object = lua_newuserdatauv(L, size, owner ? 1 : 0);
	memset(object, 0, size);
	if (owner) {
		lua_pushvalue(L, owner);
		lua_setiuservalue(L, -2, 1);
	}
	luaL_setmetatable(L, name);
	return object;
}

void script_guard_empty(struct script_guard *guard)
{
	if (guard->owned)
		guard->destroy(guard->owned);
	guard->owned = NULL;
}

static int guard_gc(lua_State *L)
{
	script_guard_empty(luaL_checkudata(L, 1, GUARD));
	return 0;
}

struct script_guard *script_guard_push(lua_State *L, void (*destroy)(void *owned))
{
	struct script_guard *guard = script_object_push(L, GUARD, sizeof(*guard), 0);
	guard->destroy = destroy;
	return guard;
}

void script_guard_register(lua_State *L)
{
	static const luaL_Reg metamethods[] = {
		{ "__gc", guard_gc },
		{ "__close", guard_gc },
		{ NULL, NULL },
	};
	static const struct script_class class = { .name = GUARD, .metamethods = metamethods };
	script_class_register(L, &class);
}
