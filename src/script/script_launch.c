/* The Lua child: a command that a script has started. */
#include "script/interruption.h"
#include "script/script.h"

#include <math.h>

#define CHILD "pyflame.child"

enum { MAX_WORDS = 1 << 16 };

struct child {
	struct pf_launch *launch;
};

/* The array of words at index 1, kept by the userdata that is pushed. */
static char **check_words(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_Integer count = luaL_len(L, 1);
	luaL_argcheck(L, count > 0 && count <= MAX_WORDS, 1, "no words, or too many");
	luaL_checkstack(L, (int)count + 2, "too many words");
	char **words = lua_newuserdatauv(L, ((size_t)count + 1) * sizeof(*words), 0);
	for (lua_Integer i = 0; i < count; i++) {
		lua_geti(L, 1, i + 1);
		words[i] = (char *)luaL_checkstring(L, -1); /* stays on the stack */
	}
	words[count] = NULL;
	return words;
}

/* pyflame.launch{word, ..., background=} -> child | nil, message, code, exit status that a shell would give */
int script_launch_start(lua_State *L)
{
	char **words = check_words(L);
	struct child *child = script_object_push(L, CHILD, sizeof(*child), 0);
	int status = 0;
	lua_getfield(L, 1, "background");
	bool background = lua_toboolean(L, -1);
	lua_pop(L, 1);
	struct pf_error *err = pf_launch_start(words, background, &status, &child->launch);
	if (!err) {
		if (!background)
			script_interruption_set_launch(child->launch);
		return 1;
	}
	lua_pop(L, script_result(L, err) - 3); /* the status stands where advice would */
	lua_pushinteger(L, status);
	return 4;
}

static struct pf_launch *check(lua_State *L)
{
	const struct child *child = luaL_checkudata(L, 1, CHILD);
	if (!child->launch)
		luaL_error(L, "the child is closed");
	return child->launch;
}

/* child:close(): a command that has not ended runs on */
static int child_close(lua_State *L)
{
	struct child *child = luaL_checkudata(L, 1, CHILD);
	if (child->launch)
		script_interruption_drop_launch(child->launch);
	pf_launch_destroy(child->launch);
	child->launch = NULL;
	return 0;
}

/* Seconds at INDEX as nanoseconds; for ever when there are none. */
static uint64_t check_timeout(lua_State *L, int index)
{
	lua_Number seconds = luaL_optnumber(L, index, HUGE_VAL);
	luaL_argcheck(L, seconds >= 0, index, "not a number of seconds from 0 on");
	return seconds < 1e9 ? (uint64_t)(seconds * 1e9) : UINT64_MAX;
}

/* A signal was dealt with, or its Lua hook raises now. */
static void after_signal(lua_State *L)
{
	lua_Hook hook = lua_gethook(L);
	lua_Debug event = { .event = LUA_HOOKCOUNT, .currentline = -1 };
	if (hook)
		hook(L, &event);
}

static int push_end(lua_State *L, const struct pf_launch_end *end)
{
	lua_createtable(L, 0, 2);
	lua_pushinteger(L, end->status);
	lua_setfield(L, -2, "status");
	if (end->signal) {
		lua_pushinteger(L, end->signal);
		lua_setfield(L, -2, "signal");
	}
	return 1;
}

/* child:wait([seconds]) -> { status=, signal= } | nil while it runs */
static int child_wait(lua_State *L)
{
	struct pf_launch *launch = check(L);
	uint64_t timeout_ns = check_timeout(L, 2);
	for (;;) {
		const struct pf_launch_end *end = NULL;
		struct pf_error *err = pf_launch_wait(launch, timeout_ns, &end);
		if (end)
			return push_end(L, end);
		if (!err)
			return script_push_text(L, NULL);
		if (pf_error_code(err) != PF_INTERRUPTED)
			return script_raise(L, err);
		after_signal(L);
	}
}

/* child:attach{seconds=} -> process, once it is a Python | nil, message, code */
static int child_attach(lua_State *L)
{
	pid_t pid = pf_launch_pid(check(L));
	uint64_t timeout_ns = UINT64_MAX;
	lua_settop(L, 2);
	if (!lua_isnil(L, 2)) {
		luaL_checktype(L, 2, LUA_TTABLE);
		lua_getfield(L, 2, "seconds");
		timeout_ns = check_timeout(L, -1);
	}
	struct pf_error *err;
	while ((err = pf_python_await(pid, timeout_ns)) && pf_error_code(err) == PF_INTERRUPTED)
		after_signal(L);
	if (err)
		return script_result(L, err);
	lua_settop(L, 0);
	lua_pushinteger(L, pid);
	return script_process_attach(L);
}

static int child_signal(lua_State *L)
{
	lua_pushboolean(L, pf_launch_signal(check(L), (int)luaL_checkinteger(L, 2)));
	return 1;
}

static int child_pid(lua_State *L)
{
	lua_pushinteger(L, pf_launch_pid(check(L)));
	return 1;
}

static const luaL_Reg methods[] = {
	{ "attach", child_attach }, { "close", child_close }, { "signal", child_signal },
	{ "wait", child_wait },	    { NULL, NULL },
};

static const luaL_Reg properties[] = {
	{ "pid", child_pid },
	{ NULL, NULL },
};

static const luaL_Reg metamethods[] = {
	{ "__close", child_close },
	{ "__gc", child_close },
	{ NULL, NULL },
};

void script_launch_register(lua_State *L)
{
	static const struct script_class class = { CHILD, methods, properties, metamethods, NULL };
	script_class_register(L, &class);
}
