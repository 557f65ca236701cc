/* Convenience variables: $x, which is pyflame.vars.x in Lua. */
#include "shell/variables.h"

#include "shell/lua_state.h"

#include <sys/wait.h>

/* The key of the table in the registry. */
static const char variables_key;

void pf_variables_extend(struct lua_State *L)
{
	lua_newtable(L);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &variables_key);
	lua_setfield(L, -2, "vars");
}

static void set_number(lua_State *L, const char *name, bool known, int value)
{
	if (known)
		lua_pushinteger(L, value);
	else
		lua_pushnil(L);
	lua_setfield(L, -2, name);
}

static int set_exit(lua_State *L)
{
	int status = *(int *)lua_touserdata(L, 1);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &variables_key);
	set_number(L, "_shell_exitcode", WIFEXITED(status), WEXITSTATUS(status));
	set_number(L, "_shell_exitsignal", WIFSIGNALED(status), WTERMSIG(status));
	return 0;
}

struct pf_error *pf_variables_set_exit(struct pf_session *session, int status)
{
	return session->lua ? pf_lua_protect(session, set_exit, &status) : NULL;
}
