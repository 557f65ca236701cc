/* process:heap(): the objects that garbage collectors know, by type, and some of them. */
#include "script/script.h"

#include <limits.h>
#include <math.h>

enum { LIMIT = 10, MAX_LIMIT = 1000000 };

/* Of a repr that is to be part of a line. */
static const struct pf_limits line_limits = { .depth = 2,
					      .elements = 6,
					      .repeats = 10,
					      .max_string = 60 };

/* Reads NAME of the table at index 2 to the top of the stack; false when it is nil. */
static bool get(lua_State *L, const char *name)
{
	return lua_getfield(L, 2, name) != LUA_TNIL;
}

static lua_Integer check_integer(lua_State *L, const char *name, lua_Integer least,
				 lua_Integer most)
{
	int is_integer;
	lua_Integer value = lua_tointegerx(L, -1, &is_integer);
	if (!is_integer || value < least || value > most)
		luaL_error(L, "%s is not an integer from %I on", name, (LUAI_UACINT)least);
	return value;
}

/* Seconds as nanoseconds. */
static uint64_t check_pause(lua_State *L)
{
	int is_number;
	lua_Number seconds = lua_tonumberx(L, -1, &is_number);
	if (!is_number || isnan(seconds) || seconds <= 0 || seconds > 1e9)
		luaL_error(L, "max_pause is not a number of seconds above 0");
	return (uint64_t)(seconds * 1e9);
}

/* What is read stays on the stack, and texts with it. */
static void check_options(lua_State *L, struct pf_heap_options *ret)
{
	ret->limit = LIMIT;
	ret->redaction = script_redaction(L);
	if (lua_isnoneornil(L, 2))
		return;
	luaL_checktype(L, 2, LUA_TTABLE);
	if (get(L, "limit"))
		ret->limit = (size_t)check_integer(L, "limit", 0, MAX_LIMIT);
	if (get(L, "referrers"))
		ret->referrers_of = (pf_addr)check_integer(L, "referrers", 1, LLONG_MAX);
	if (get(L, "max_pause"))
		ret->max_pause_ns = check_pause(L);
	if (get(L, "repr") && lua_toboolean(L, -1))
		ret->limits = &line_limits;
	if (!get(L, "type"))
		return;
	if (lua_type(L, -1) != LUA_TSTRING)
		luaL_error(L, "type is not a name");
	ret->type = lua_tostring(L, -1);
}

static bool is_interrupted(void *data)
{
	return script_signal_came(data);
}

static void push_count(lua_State *L, const struct pf_heap_count *count)
{
	lua_createtable(L, 0, 3);
	script_set_text(L, "type", count->type);
	script_set_integer(L, "count", (int64_t)count->count);
	script_set_integer(L, "bytes", (int64_t)count->bytes);
}

static void push_found(lua_State *L, const struct pf_heap_found *found)
{
	lua_createtable(L, 0, 7);
	script_set_integer(L, "at", (int64_t)found->at);
	script_set_text(L, "type", found->type);
	script_set_integer(L, "bytes", (int64_t)found->bytes);
	script_set_text(L, "repr", found->repr);
	script_set_text(L, "key", found->key);
	if (!found->how)
		return;
	script_set_text(L, "how", found->how);
	script_set_integer(L, "index", found->index);
}

static void set_lists(lua_State *L, const struct pf_heap *heap, bool listed)
{
	lua_createtable(L, (int)heap->type_count, 0);
	for (size_t i = 0; i < heap->type_count; i++) {
		push_count(L, &heap->types[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, "types");
	if (!listed)
		return;
	lua_createtable(L, (int)heap->found_count, 0);
	for (size_t i = 0; i < heap->found_count; i++) {
		push_found(L, &heap->found[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, "objects");
	script_set_integer(L, "matches", (int64_t)heap->match_count);
}

static void push_heap(lua_State *L, const struct pf_heap *heap, bool listed)
{
	lua_createtable(L, 0, 10);
	script_set_integer(L, "count", (int64_t)heap->count);
	script_set_integer(L, "bytes", (int64_t)heap->bytes);
	script_set_integer(L, "pauses", (int64_t)heap->pauses);
	script_set_integer(L, "pause_ns", (int64_t)heap->pause_ns);
	script_set_integer(L, "longest_pause_ns", (int64_t)heap->longest_pause_ns);
	script_set_boolean(L, "collecting", heap->collecting);
	script_set_text(L, "truncated", heap->truncated);
	set_lists(L, heap, listed);
}

static void destroy(void *heap)
{
	pf_heap_destroy(heap);
}

static struct pf_error *read_heap(struct pf_attachment *it, struct pf_heap_options *options,
				  struct pf_heap **ret)
{
	options->hold = pf_attachment_python_hold(it);
	pf_attachment_begin_work();
	struct pf_error *err = pf_python_read_heap(it->python, options, ret);
	pf_attachment_end_work();
	return err;
}

/* process:heap([{type=, referrers=, limit=, repr=, max_pause=}]) -> table | nil, message, code */
int script_heap_read(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	struct pf_heap_options options = { .interrupted = is_interrupted, .data = L };
	check_options(L, &options);
	struct script_guard *guard = script_guard_push(L, destroy);
	struct pf_heap *heap;
	struct pf_error *err = read_heap(it, &options, &heap);
	if (err && pf_error_code(err) == PF_INTERRUPTED)
		script_run_hook(L);
	if (err)
		return script_result(L, err);
	guard->owned = heap;
	push_heap(L, heap, options.type || options.referrers_of);
	script_guard_empty(guard);
	return 1;
}
