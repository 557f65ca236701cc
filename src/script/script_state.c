/* process:gils(), process:collectors() and process:imports(): what Python keeps of itself. */
#include "script/script.h"

#include <stdlib.h>

/* What belongs to one interpreter says to which. */
static void set_interpreter(lua_State *L, pf_addr at, int64_t id)
{
	if (!at)
		return;
	script_set_integer(L, "interpreter", id);
	script_set_integer(L, "interpreter_at", (int64_t)at);
}

static void push_gil(lua_State *L, const struct pf_gil_state *gil)
{
	lua_createtable(L, 0, 9);
	set_interpreter(L, gil->interpreter, gil->id);
	script_set_boolean(L, "own", gil->own);
	script_set_boolean(L, "disabled", gil->disabled);
	script_set_known(L, "holder", (int64_t)gil->holder, 0);
	script_set_known(L, "last_holder", (int64_t)gil->last_holder, 0);
	script_set_known(L, "switches", gil->switches, PF_UNKNOWN);
	script_set_known(L, "interval_us", gil->interval_us, PF_UNKNOWN);
	script_set_known(L, "check_interval", gil->check_interval, PF_UNKNOWN);
}

/* process:gils() -> array of tables | nil, message, code */
int script_state_gils(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	struct script_guard *guard = script_guard_push(L, free);
	struct pf_gil_state *gils;
	size_t count;
	struct pf_error *err = pf_python_read_gils(it->python, &gils, &count);
	if (err)
		return script_result(L, err);
	guard->owned = gils;
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		push_gil(L, &gils[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	script_guard_empty(guard);
	return 1;
}

static void set_generations(lua_State *L, const char *key, const int32_t *values)
{
	lua_createtable(L, PF_GENERATIONS, 0);
	for (int i = 0; i < PF_GENERATIONS; i++) {
		lua_pushinteger(L, values[i]);
		lua_rawseti(L, -2, i + 1);
	}
	lua_setfield(L, -2, key);
}

static void push_collector(lua_State *L, const struct pf_collector *collector)
{
	lua_createtable(L, 0, 7);
	set_interpreter(L, collector->interpreter, collector->id);
	if (collector->enabled != PF_UNKNOWN)
		script_set_boolean(L, "enabled", collector->enabled);
	if (collector->collecting != PF_UNKNOWN)
		script_set_boolean(L, "collecting", collector->collecting);
	script_set_text(L, "unknown", collector->unknown);
	if (collector->unknown)
		return;
	set_generations(L, "threshold", collector->threshold);
	set_generations(L, "count", collector->count);
}

/* process:collectors() -> array of tables | nil, message, code */
int script_state_collectors(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	struct script_guard *guard = script_guard_push(L, free);
	struct pf_collector *collectors;
	size_t count;
	struct pf_error *err = pf_python_read_collectors(it->python, &collectors, &count);
	if (err)
		return script_result(L, err);
	guard->owned = collectors;
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		push_collector(L, &collectors[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	script_guard_empty(guard);
	return 1;
}

static void destroy_imports(void *imports)
{
	pf_imports_destroy(imports);
}

/* process:imports([interpreter's address]) -> array, how many were unread | nil, message, code */
int script_state_imports(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	pf_addr interpreter = (pf_addr)luaL_optinteger(L, 2, 0);
	struct script_guard *guard = script_guard_push(L, destroy_imports);
	struct pf_imports *imports;
	struct pf_error *err = pf_python_read_imports(it->python, interpreter, &imports);
	if (err)
		return script_result(L, err);
	guard->owned = imports;
	lua_createtable(L, (int)imports->count, 0);
	for (size_t i = 0; i < imports->count; i++) {
		lua_createtable(L, 0, 2);
		script_set_text(L, "name", imports->items[i].name);
		script_set_text(L, "file", imports->items[i].file);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_pushinteger(L, (lua_Integer)imports->unread);
	script_guard_empty(guard);
	return 2;
}
