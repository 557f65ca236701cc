/* Programs that Lua runs: Ctrl-C that ended one is meant for the script, too. */
#include "shell/lua_system.h"

#include "shell/interrupt.h"

#include <lauxlib.h>
#include <signal.h>
#include <string.h>

enum { STATUS_OF_SIGNALS = 128 }; /* a shell's exit status for a program that a signal ended */

/* Lua's own way to close what io.popen() gave. */
static lua_CFunction close_program;

/*
 * The results are how a program ended: true or nil, "exit" or "signal", a number. While
 * os.execute() waits, this program does not get the SIGINT that ends the other one.
 */
static int look(lua_State *L, int count)
{
	const char *kind = count == 3 ? lua_tostring(L, -2) : NULL;
	lua_Integer number = kind ? lua_tointeger(L, -1) : 0;
	bool interrupted =
		kind && number == (strcmp(kind, "signal") ? STATUS_OF_SIGNALS + SIGINT : SIGINT);
	if (interrupted)
		pf_interrupt_raise();
	if (interrupted && pf_interrupt_pending())
		return luaL_error(L, "Quit");
	return count;
}

/* os.execute([command]); upvalue 1 is Lua's own */
static int system_execute(lua_State *L)
{
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
	return look(L, lua_gettop(L));
}

static int close_and_look(lua_State *L)
{
	return look(L, close_program(L));
}

/* io.popen(command, [mode]); upvalue 1 is Lua's own */
static int system_popen(lua_State *L)
{
	lua_pushvalue(L, lua_upvalueindex(1));
	lua_insert(L, 1);
	lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
	luaL_Stream *stream = luaL_testudata(L, 1, LUA_FILEHANDLE);
	if (stream) {
		close_program = stream->closef;
		stream->closef = close_and_look;
	}
	return lua_gettop(L);
}

/* Replaces TABLE.NAME by FUNCTION over it. */
static void wrap(lua_State *L, const char *table, const char *name, lua_CFunction function)
{
	lua_getglobal(L, table);
	lua_getfield(L, -1, name);
	lua_pushcclosure(L, function, 1);
	lua_setfield(L, -2, name);
	lua_pop(L, 1);
}

void pf_lua_system_extend(lua_State *L)
{
	wrap(L, "os", "execute", system_execute);
	wrap(L, "io", "popen", system_popen);
}
