/* --script: a Lua program that has the command line to itself. */
#include "shell/lua_script.h"

#include "script/script.h"
#include "shell/lua_shell.h"
#include "shell/lua_state.h"

#include <string.h>

struct run {
	const struct pf_options *options;
	struct pf_error *err; /* what the script returned as nil, message, code */
	int status;
};

static void set_arguments(lua_State *L, const struct pf_options *options)
{
	lua_createtable(L, options->script_argc, 1);
	lua_pushstring(L, options->script);
	lua_rawseti(L, -2, 0);
	for (int i = 0; i < options->script_argc; i++) {
		lua_pushstring(L, options->script_argv[i]);
		lua_rawseti(L, -2, i + 1);
	}
	lua_setglobal(L, "arg");
}

static void read_result(lua_State *L, struct run *run)
{
	if (lua_isnil(L, 1) && lua_type(L, 2) == LUA_TSTRING)
		run->err = pf_lua_error_read(L, 2);
	else
		run->status = (int)lua_tointeger(L, 1);
}

/* What has a "/" in it is a path, and no name. */
static void push_name(lua_State *L, const struct pf_options *options)
{
	bool plain = options->script_is_file && !strchr(options->script, '/');
	lua_pushfstring(L, plain ? "./%s" : "%s", options->script);
}

/* lua/lib/script.lua finds the script, and ends it when its arguments are wrong. */
static int run_protected(lua_State *L)
{
	struct run *run = lua_touserdata(L, 1);
	set_arguments(L, run->options);
	lua_settop(L, 0);
	luaL_checkstack(L, run->options->script_argc + 4, "too many arguments");
	push_name(L, run->options);
	for (int i = 0; i < run->options->script_argc; i++)
		lua_pushstring(L, run->options->script_argv[i]);
	script_search_call(L, "pyflame.lib.script", "main");
	lua_settop(L, 4);
	read_result(L, run);
	return 0;
}

struct pf_error *pf_lua_script_run(struct pf_session *session, const struct pf_options *options,
				   int *status_ret)
{
	struct run run = { .options = options };
	PF_TRY(pf_lua_open(session));
	struct pf_error *err = pf_lua_protect(session, run_protected, &run);
	if (!err)
		err = run.err;
	else
		pf_error_destroy(run.err);
	if (!err)
		*status_ret = run.status;
	return err;
}
