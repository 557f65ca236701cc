/* --args: the program that the command line starts, by lua/lib/launched. */
#include "shell/lua_args.h"

#include "shell/lua_shell.h"
#include "shell/lua_state.h"

#include <lauxlib.h>

struct start {
	const struct pf_options *options;
	struct pf_error *err; /* what the library returned as nil, message, code */
	int status;	      /* 0: none was returned */
};

/* Pushes the function NAME of the library. */
static void push_function(lua_State *L, const char *name)
{
	lua_getglobal(L, "require");
	lua_pushstring(L, "pyflame.lib.launched");
	lua_call(L, 1, 1);
	lua_getfield(L, -1, name);
}

static void push_words(lua_State *L, const struct pf_options *options)
{
	lua_createtable(L, options->program_argc, 0);
	for (int i = 0; i < options->program_argc; i++) {
		lua_pushstring(L, options->program_argv[i]);
		lua_rawseti(L, -2, i + 1);
	}
}

static int start_protected(lua_State *L)
{
	struct start *start = lua_touserdata(L, 1);
	push_function(L, "set");
	push_words(L, start->options);
	lua_call(L, 1, 0);
	push_function(L, "start");
	lua_pushboolean(L, pf_lua_session(L)->has_prompt);
	lua_call(L, 1, 4);
	if (lua_isnil(L, -4))
		start->err = pf_lua_error_of(lua_tostring(L, -3), lua_tostring(L, -2));
	start->status = (int)lua_tointeger(L, -1);
	return 0;
}

struct pf_error *pf_lua_args_start(struct pf_session *session, const struct pf_options *options,
				   int *status_ret)
{
	struct start start = { .options = options };
	PF_TRY(pf_lua_open(session));
	struct pf_error *err = pf_lua_protect(session, start_protected, &start);
	if (err)
		pf_error_destroy(start.err);
	else
		err = start.err;
	if (start.status)
		*status_ret = start.status;
	return err;
}

static int finish_protected(lua_State *L)
{
	struct pf_session *session = pf_lua_session(L);
	push_function(L, "finish");
	lua_call(L, 0, 2);
	session->status = (int)lua_tointeger(L, -2);
	session->signal = (int)lua_tointeger(L, -1);
	return 0;
}

struct pf_error *pf_lua_args_finish(struct pf_session *session)
{
	return pf_lua_protect(session, finish_protected, NULL);
}
