/* The Lua tally: how often each stack was sampled. */
#include "base/clock.h"
#include "script/samples.h"

#include <stdlib.h>

#define TALLY "pyflame.tally"

/* The user value is the samples, which keep the profile. */
struct tally {
	struct pf_tally *tally;
	const struct pf_profile *profile;
	uint64_t total;
};

static struct tally *check(lua_State *L)
{
	return luaL_checkudata(L, 1, TALLY);
}

static int tally_gc(lua_State *L)
{
	struct tally *it = check(L);
	pf_tally_destroy(it->tally);
	it->tally = NULL;
	return 0;
}

static struct pf_error *count_rows(struct script_samples *from, struct tally *it)
{
	size_t count;
	const struct pf_sample *rows = pf_profile_samples(from->profile, &count);
	size_t at = from->at;
	from->at = count;
	if (from->filter)
		return pf_filter_tally(from->filter, from->profile, at, it->tally, &it->total);
	it->total += count - at;
	return at < count ? pf_tally_add(it->tally, rows + at, count - at) : NULL;
}

static unsigned check_by(lua_State *L)
{
	if (lua_isnoneornil(L, 2))
		return 0;
	luaL_checktype(L, 2, LUA_TTABLE);
	lua_getfield(L, 2, "by_thread");
	lua_getfield(L, 2, "by_syscall");
	return (lua_toboolean(L, -2) ? PF_BY_THREAD : 0u) |
	       (lua_toboolean(L, -1) ? PF_BY_SYSCALL : 0u);
}

/* When to stop counting, of the clock of pf_clock_now_ns(). */
static uint64_t check_end(lua_State *L)
{
	if (!lua_istable(L, 2) || lua_getfield(L, 2, "seconds") == LUA_TNIL)
		return UINT64_MAX;
	lua_Number seconds = lua_tonumber(L, -1);
	if (lua_type(L, -1) != LUA_TNUMBER || !(seconds >= 0 && seconds <= 1e9))
		luaL_error(L, "seconds is not a number of seconds from 0 on");
	return pf_clock_now_ns() + (uint64_t)(seconds * 1e9);
}

/*
 * samples:tally{by_thread=, by_syscall=, seconds=} -> tally of all that was not read yet, or of
 * what comes within so many seconds
 */
int script_tally_of_samples(lua_State *L)
{
	struct script_samples *from = script_samples_check(L, 1);
	unsigned by = check_by(L);
	uint64_t end_ns = check_end(L);
	lua_settop(L, 2);
	struct tally *it = script_object_push(L, TALLY, sizeof(*it), 1);
	int index = lua_gettop(L);
	it->profile = from->profile;
	struct pf_error *err = pf_tally_create(by, &it->tally);
	bool more = true;
	while (!err && more) {
		uint64_t before = it->total;
		err = count_rows(from, it);
		from->given += it->total - before;
		more = !err && pf_clock_now_ns() < end_ns && script_samples_refill(L, from);
	}
	lua_settop(L, index);
	return err ? script_raise(L, err) : 1;
}

/* Pushes row NUMBER, from 1; nil where there is none. TALLY is at INDEX. */
static int push_row(lua_State *L, int index, const struct tally *it, lua_Integer number)
{
	size_t count;
	const struct pf_tally_row *rows = pf_tally_rows(it->tally, &count);
	if (number < 1 || (lua_Unsigned)number > count)
		return script_push_text(L, NULL);
	lua_getiuservalue(L, index, 1);
	struct script_row *row = script_row_push(L, -1, it->profile);
	const struct pf_tally_row *from = &rows[number - 1];
	row->it = (struct pf_sample){ 0, from->state, from->thread, from->stack, from->syscall };
	row->count = from->count;
	return 1;
}

static int tally_item(lua_State *L)
{
	return push_row(L, 1, check(L), lua_tointeger(L, 2));
}

static int next_row(lua_State *L)
{
	lua_Integer number = lua_tointeger(L, lua_upvalueindex(2)) + 1;
	lua_pushinteger(L, number);
	lua_replace(L, lua_upvalueindex(2));
	return push_row(L, lua_upvalueindex(1), lua_touserdata(L, lua_upvalueindex(1)), number);
}

/* tally:rows() -> iterator over its rows, in the order in which they first occurred */
static int tally_rows(lua_State *L)
{
	check(L);
	lua_settop(L, 1);
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, next_row, 2);
	return 1;
}

static int tally_len(lua_State *L)
{
	size_t count;
	pf_tally_rows(check(L)->tally, &count);
	lua_pushinteger(L, (lua_Integer)count);
	return 1;
}

static int tally_total(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)check(L)->total);
	return 1;
}

static void push_function(lua_State *L, const struct tally *it, const struct pf_function *function)
{
	const struct pf_place *place = pf_profile_place(it->profile, function->place);
	lua_createtable(L, 0, 5);
	script_push_text(L, place->file);
	lua_setfield(L, -2, "file");
	script_push_text(L, place->function);
	lua_setfield(L, -2, "name");
	script_push_text(L, place->qualname);
	lua_setfield(L, -2, "qualname");
	lua_pushinteger(L, (lua_Integer)function->self);
	lua_setfield(L, -2, "self");
	lua_pushinteger(L, (lua_Integer)function->total);
	lua_setfield(L, -2, "total");
}

/* tally:functions() -> array of functions, those that were newest most often first */
static int tally_functions(lua_State *L)
{
	const struct tally *it = check(L);
	struct script_guard *guard = script_guard_push(L, free);
	struct pf_function *functions;
	size_t count;
	struct pf_error *err = pf_functions_count(it->profile, it->tally, &functions, &count);
	if (err)
		return script_raise(L, err);
	guard->owned = functions;
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		push_function(L, it, &functions[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	script_guard_empty(guard);
	return 1;
}

static const luaL_Reg methods[] = {
	{ "functions", tally_functions },
	{ "rows", tally_rows },
	{ NULL, NULL },
};

static const luaL_Reg properties[] = {
	{ "total", tally_total },
	{ NULL, NULL },
};

static const luaL_Reg metamethods[] = {
	{ "__gc", tally_gc },
	{ "__len", tally_len },
	{ NULL, NULL },
};

void script_tally_register(lua_State *L)
{
	static const struct script_class class = { TALLY, methods, properties, metamethods,
						   tally_item };
	script_class_register(L, &class);
}
