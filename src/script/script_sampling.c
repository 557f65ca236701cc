/* What a script asks of sampling: a table of options, checked. */
#include "script/samples.h"

#include <math.h>
#include <string.h>

static const uint64_t NS = 1000000000;

/* A number of seconds as nanoseconds; NAME is the option's. Negative ones only where ALLOWED. */
static int64_t check_seconds(lua_State *L, const char *name, bool negative)
{
	int is_number;
	lua_Number seconds = lua_tonumberx(L, -1, &is_number);
	if (!is_number || lua_type(L, -1) != LUA_TNUMBER || isnan(seconds) || fabs(seconds) > 1e9 ||
	    (seconds < 0 && !negative))
		luaL_error(L, "%s is not a number of seconds%s", name,
			   negative ? "" : " from 0 on");
	return (int64_t)(seconds * (lua_Number)NS);
}

static void read_rate(lua_State *L, struct script_sampling *ret)
{
	ret->sampler.interval_ns = (uint64_t)check_seconds(L, "rate", false);
}

/* 0: one sample; negative: until the process ends. */
static void read_seconds(lua_State *L, struct script_sampling *ret)
{
	int64_t ns = check_seconds(L, "seconds", true);
	ret->sampler.duration_ns = ns > 0 ? (uint64_t)ns : 0;
	if (!ns)
		ret->sampler.max_samples = 1;
}

static void read_max_pause(lua_State *L, struct script_sampling *ret)
{
	ret->sampler.max_pause_ns = (uint64_t)check_seconds(L, "max_pause", false);
}

static lua_Integer check_count(lua_State *L, const char *name, lua_Integer most)
{
	int is_integer;
	lua_Integer count = lua_tointegerx(L, -1, &is_integer);
	if (!is_integer || count < 0 || count > most)
		luaL_error(L, "%s is not an integer from 0 on", name);
	return count;
}

/* In MiB. */
static void read_max_memory(lua_State *L, struct script_sampling *ret)
{
	ret->sampler.max_memory = (size_t)check_count(L, "max_memory", UINT32_MAX) * 1024 * 1024;
}

static void read_max(lua_State *L, struct script_sampling *ret)
{
	ret->sampler.max_samples = (uint64_t)check_count(L, "max", UINT32_MAX);
}

static void read_min_depth(lua_State *L, struct script_sampling *ret)
{
	ret->filter.min_depth = (uint32_t)check_count(L, "min_depth", UINT32_MAX);
}

static const char *check_text(lua_State *L, const char *name)
{
	if (lua_type(L, -1) != LUA_TSTRING)
		luaL_error(L, "%s is not a string", name);
	return lua_tostring(L, -1);
}

static void read_mode(lua_State *L, struct script_sampling *ret)
{
	const char *mode = check_text(L, "mode");
	if (strcmp(mode, "exact") != 0 && strcmp(mode, "nonstop") != 0)
		luaL_error(L, "mode cannot be \"%s\": \"exact\" or \"nonstop\"", mode);
	ret->sampler.mode = *mode == 'e' ? PF_EXACT : PF_NONSTOP;
}

static void read_threads(lua_State *L, struct script_sampling *ret)
{
	ret->sampler.threads = lua_toboolean(L, -1);
}

static void read_children(lua_State *L, struct script_sampling *ret)
{
	ret->sampler.children = lua_toboolean(L, -1);
}

static void read_keep(lua_State *L, struct script_sampling *ret)
{
	ret->keep = lua_toboolean(L, -1);
}

static const uint32_t ALL_STATES = (1u << PF_STATE_COUNT) - 1;

static void forbid_state(struct script_sampling *ret, enum pf_state state)
{
	uint32_t states = ret->filter.states ? ret->filter.states : ALL_STATES;
	ret->filter.states = states & ~(1u << state);
}

static void read_idle(lua_State *L, struct script_sampling *ret)
{
	if (!lua_toboolean(L, -1))
		forbid_state(ret, PF_STATE_IDLE);
}

static uint32_t check_state(lua_State *L)
{
	const char *name = check_text(L, "states");
	for (int state = 0; state < PF_STATE_COUNT; state++) {
		if (!strcmp(name, pf_state_name((enum pf_state)state)))
			return 1u << state;
	}
	return (uint32_t)luaL_error(L, "there is no state \"%s\"", name);
}

static void read_states(lua_State *L, struct script_sampling *ret)
{
	uint32_t states = 0;
	if (!lua_istable(L, -1))
		luaL_error(L, "states is not an array");
	for (lua_Integer i = 1; lua_geti(L, -1, i) != LUA_TNIL; i++) {
		states |= check_state(L);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
	if (!states)
		luaL_error(L, "states is empty");
	ret->filter.states = states & (ret->filter.states ? ret->filter.states : ALL_STATES);
}

static void read_without_syscalls(lua_State *L, struct script_sampling *ret)
{
	if (!lua_istable(L, -1))
		luaL_error(L, "without_syscalls is not an array");
	for (lua_Integer i = 1; lua_geti(L, -1, i) != LUA_TNIL; i++) {
		const char *name = check_text(L, "without_syscalls");
		int number = pf_syscall_number(name);
		if (number < 0 || number >= (1 << PF_SYSCALL_BITS) - 1)
			luaL_error(L, "there is no system call \"%s\"", name);
		ret->filter.without_syscalls[number / 64] |= (uint64_t)1 << number % 64;
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

static void read_file(lua_State *L, struct script_sampling *ret)
{
	ret->filter.file = check_text(L, "file");
}

static void read_func(lua_State *L, struct script_sampling *ret)
{
	ret->filter.function = check_text(L, "func");
}

static void read_line(lua_State *L, struct script_sampling *ret)
{
	ret->filter.line = (int32_t)check_count(L, "line", INT32_MAX);
}

static void read_tid(lua_State *L, struct script_sampling *ret)
{
	ret->filter.tid = (pid_t)check_count(L, "tid", INT32_MAX);
}

static void read_lasting(lua_State *L, struct script_sampling *ret)
{
	ret->lasting_ns = (uint64_t)check_seconds(L, "lasting", false);
}

/* The caller's business. */
static void read_match(lua_State *L, struct script_sampling *ret)
{
	(void)ret;
	if (!lua_isfunction(L, -1))
		luaL_error(L, "match is not a function");
}

static void read_module(lua_State *L, struct script_sampling *ret)
{
	ret->filter.module = check_text(L, "module");
}

static void read_thread(lua_State *L, struct script_sampling *ret)
{
	ret->filter.thread = check_text(L, "thread");
}

static void read_record(lua_State *L, struct script_sampling *ret)
{
	ret->record = check_text(L, "record");
}

static void read_where(lua_State *L, struct script_sampling *ret)
{
	ret->sampler.where = check_text(L, "where");
}

/* The caller's business. */
static void read_progress(lua_State *L, struct script_sampling *ret)
{
	(void)ret;
	if (!lua_isfunction(L, -1))
		luaL_error(L, "progress is not a function");
}

/* Who understands an option: ORDER ASKED. */
enum { S = SCRIPT_SAMPLING, C = SCRIPT_CATCHING, F = SCRIPT_FRAMES };

static const struct {
	const char *name;
	void (*read)(lua_State *L, struct script_sampling *ret);
	unsigned asked;
} options[] = {
	{ "children", read_children, S },
	{ "file", read_file, S | C | F },
	{ "func", read_func, S | C | F },
	{ "idle", read_idle, S },
	{ "keep", read_keep, S },
	{ "lasting", read_lasting, C },
	{ "line", read_line, S | C | F },
	{ "match", read_match, C },
	{ "max", read_max, S },
	{ "max_memory", read_max_memory, S },
	{ "max_pause", read_max_pause, S | C },
	{ "min_depth", read_min_depth, S | C },
	{ "mode", read_mode, S },
	{ "module", read_module, S | C | F },
	{ "progress", read_progress, S },
	{ "rate", read_rate, S | C },
	{ "record", read_record, S },
	{ "seconds", read_seconds, S | C },
	{ "states", read_states, S | C },
	{ "thread", read_thread, S | C },
	{ "threads", read_threads, S },
	{ "tid", read_tid, S | C },
	{ "where", read_where, S },
	{ "without_syscalls", read_without_syscalls, S | C },
};

enum { OPTION_COUNT = sizeof(options) / sizeof(options[0]) };

/* A slip must not read as an option that was left out. */
static void check_names(lua_State *L, int index, unsigned asked)
{
	lua_pushnil(L);
	while (lua_next(L, index)) {
		lua_pop(L, 1);
		size_t i = 0;
		while (i < OPTION_COUNT &&
		       (!(options[i].asked & asked) || lua_type(L, -1) != LUA_TSTRING ||
			strcmp(options[i].name, lua_tostring(L, -1)) != 0))
			i++;
		if (i == OPTION_COUNT)
			luaL_error(L, "there is no option '%s'", luaL_tolstring(L, -1, NULL));
	}
}

void script_sampling_check(lua_State *L, int index, enum script_asked asked,
			   struct script_sampling *ret)
{
	*ret = (struct script_sampling){
		.sampler = { .interval_ns = asked == SCRIPT_CATCHING ? NS / 1000 : NS / 100 }
	};
	if (lua_isnoneornil(L, index))
		return;
	luaL_checktype(L, index, LUA_TTABLE);
	check_names(L, index, asked);
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (lua_getfield(L, index, options[i].name) != LUA_TNIL)
			options[i].read(L, ret);
		lua_pop(L, 1);
	}
}

bool script_sampling_chooses(const struct pf_filter_options *filter)
{
	for (size_t i = 0; i < (1 << PF_SYSCALL_BITS) / 64; i++) {
		if (filter->without_syscalls[i])
			return true;
	}
	return filter->states || filter->min_depth || filter->thread || filter->tid ||
	       filter->file || filter->line || filter->function || filter->module;
}
