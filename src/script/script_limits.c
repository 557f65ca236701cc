/* How much of a value a script wants to see: a table of limits, checked. */
#include "script/script.h"

#include <limits.h>

static void read_limit(lua_State *L, int index, const char *name, unsigned *ret)
{
	int is_integer;
	if (lua_getfield(L, index, name) != LUA_TNIL) {
		lua_Integer limit = lua_tointegerx(L, -1, &is_integer);
		if (!is_integer || limit < 0 || limit > INT_MAX)
			luaL_error(L, "%s is not an integer from 0 on", name);
		*ret = (unsigned)limit;
	}
	lua_pop(L, 1);
}

struct pf_limits script_limits_check(lua_State *L, int index, const struct pf_limits *usual)
{
	struct pf_limits limits = *usual;
	if (lua_isnoneornil(L, index))
		return limits;
	luaL_checktype(L, index, LUA_TTABLE);
	read_limit(L, index, "depth", &limits.depth);
	read_limit(L, index, "elements", &limits.elements);
	read_limit(L, index, "repeats", &limits.repeats);
	read_limit(L, index, "max_string", &limits.max_string);
	return limits;
}
