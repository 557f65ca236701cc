/* The Lua hold: threads that stay stopped until it is resumed, closed or collected. */
#include "script/script.h"

#define HOLD "pyflame.hold"

enum { MAX_TIDS = 1 << 16 };

/* The array of thread ids at INDEX, copied into memory that Lua owns. */
static pid_t *check_tids(lua_State *L, int index, size_t *count_ret)
{
	luaL_checktype(L, index, LUA_TTABLE);
	lua_Integer count = luaL_len(L, index);
	luaL_argcheck(L, count > 0 && count <= MAX_TIDS, index, "no thread ids, or too many");
	pid_t *tids = lua_newuserdatauv(L, (size_t)count * sizeof(*tids), 0);
	for (lua_Integer i = 0; i < count; i++) {
		lua_geti(L, index, i + 1);
		tids[i] = (pid_t)luaL_checkinteger(L, -1);
		lua_pop(L, 1);
	}
	*count_ret = (size_t)count;
	return tids;
}

struct pf_attachment_hold *script_hold_push(lua_State *L, int owner)
{
	return script_object_push(L, HOLD, sizeof(struct pf_attachment_hold), owner);
}

/* process:stop([tids]) -> hold | nil, message, code: every Python thread, or those threads */
int script_hold_stop(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	size_t count = 0;
	const pid_t *tids = lua_isnoneornil(L, 2) ? NULL : check_tids(L, 2, &count);
	struct pf_attachment_hold *hold = script_hold_push(L, 1);
	return script_result(L, pf_attachment_stop(it, tids, count, hold));
}

/* hold:resume(), and what ends it otherwise */
static int hold_resume(lua_State *L)
{
	pf_attachment_release(luaL_checkudata(L, 1, HOLD));
	return 0;
}

/* hold:has(tid) -> boolean */
static int hold_has(lua_State *L)
{
	const struct pf_attachment_hold *hold = luaL_checkudata(L, 1, HOLD);
	pid_t tid = (pid_t)luaL_checkinteger(L, 2);
	lua_pushboolean(L, hold->hold && pf_hold_has(hold->hold, tid));
	return 1;
}

static int hold_paused_ns(lua_State *L)
{
	const struct pf_attachment_hold *hold = luaL_checkudata(L, 1, HOLD);
	uint64_t ns = hold->hold ? pf_hold_paused_ns(hold->hold) : hold->paused_ns;
	lua_pushinteger(L, (lua_Integer)ns);
	return 1;
}

static const luaL_Reg methods[] = {
	{ "has", hold_has },
	{ "resume", hold_resume },
	{ NULL, NULL },
};

static const luaL_Reg properties[] = {
	{ "paused_ns", hold_paused_ns },
	{ NULL, NULL },
};

static const luaL_Reg metamethods[] = {
	{ "__close", hold_resume },
	{ "__gc", hold_resume },
	{ NULL, NULL },
};

void script_hold_register(lua_State *L)
{
	static const struct script_class class = { HOLD, methods, properties, metamethods, NULL };
	script_class_register(L, &class);
}
