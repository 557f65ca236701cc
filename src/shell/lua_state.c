/* The shell's Lua state: calls that cannot escape, and Ctrl-C in them. */
#include "shell/lua_state.h"

#include "shell/interrupt.h"
#include "shell/stuck.h"

#include <lauxlib.h>
#include <string.h>

/* ORDER PRINT STACK: as the choices of "lua print-stack" */
enum { PRINT_NONE, PRINT_MESSAGE, PRINT_FULL };

enum { STACK_NEEDED = 16, LEVELS = 16 };

static lua_State *running; /* what the signal handler interrupts; NULL: nothing */

/* At the next instruction after Ctrl-C. */
static void raise_interruption(lua_State *L, lua_Debug *where)
{
	(void)where;
	lua_sethook(L, NULL, 0, 0);
	luaL_error(L, "Quit");
}

/* In the signal handler: setting a hook is all that Lua allows there. */
static void interrupt_running(void)
{
	if (running)
		lua_sethook(running, raise_interruption,
			    LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

struct pf_error *pf_lua_state_create(struct pf_session *session)
{
	session->lua = luaL_newstate();
	if (!session->lua)
		return &pf_error_no_memory;
	*(struct pf_session **)lua_getextraspace(session->lua) = session;
	pf_interrupt_install();
	pf_stuck_watch();
	pf_interrupt_set_hook(interrupt_running);
	return NULL;
}

void pf_lua_state_destroy(struct pf_session *session)
{
	if (!session->lua)
		return;
	pf_interrupt_set_hook(NULL);
	pf_session_drop_dump(session); /* what Lua owns ends with it */
	lua_close(session->lua);
	session->lua = NULL;
}

struct pf_session *pf_lua_session(lua_State *L)
{
	return *(struct pf_session **)lua_getextraspace(L);
}

/* Whether the message at index 1 says where it was raised: then it is a slip, else a message. */
static bool is_slip(lua_State *L)
{
	const char *message = lua_tostring(L, -1);
	lua_Debug where;
	for (int level = 1; level < LEVELS && lua_getstack(L, level, &where); level++) {
		luaL_where(L, level);
		const char *place = lua_tostring(L, -1);
		bool found = *place && !strncmp(message, place, strlen(place));
		lua_pop(L, 1);
		if (found)
			return true;
	}
	return false;
}

/* Without tabs, which would be escaped. */
static void push_traceback(lua_State *L, const char *message)
{
	luaL_traceback(L, L, message, 2);
	luaL_gsub(L, lua_tostring(L, -1), "\t", "  ");
}

/* The message handler: any error value as text, as "set lua print-stack" wants it. */
static int to_message(lua_State *L)
{
	const struct pf_setting *setting =
		pf_settings_find(&pf_lua_session(L)->settings, "lua print-stack");
	long mode = setting ? setting->number : PRINT_MESSAGE;
	luaL_tolstring(L, 1, NULL);
	if (mode == PRINT_MESSAGE || !is_slip(L))
		return 1;
	if (mode == PRINT_NONE)
		lua_pushliteral(L, "Error while executing Lua code.");
	else
		push_traceback(L, lua_tostring(L, -1));
	return 1;
}

struct pf_error *pf_lua_error_of(const char *message, const char *code_name)
{
	enum pf_error_code code = PF_USAGE;
	for (int i = PF_NO_MEMORY; code_name && i <= PF_INTERRUPTED; i++) {
		if (!strcmp(code_name, pf_error_code_name((enum pf_error_code)i)))
			code = (enum pf_error_code)i;
	}
	return pf_error_create(code, "%s", message);
}

struct pf_error *pf_lua_error_read(lua_State *L, int index)
{
	const char *advice = lua_tostring(L, index + 2);
	struct pf_error *err = pf_lua_error_of(lua_tostring(L, index), lua_tostring(L, index + 1));
	return advice ? pf_error_take_advice(err, "%s", advice) : err;
}

static struct pf_error *error_of(lua_State *L, int status)
{
	if (status == LUA_OK)
		return NULL;
	const char *message = lua_tostring(L, -1);
	if (status == LUA_ERRMEM || !message)
		return &pf_error_no_memory;
	return pf_error_create(PF_USAGE, "%s", message);
}

static int call(lua_State *L, lua_CFunction function, void *argument)
{
	lua_State *before = running;
	lua_pushcfunction(L, to_message);
	int handler = lua_gettop(L);
	lua_pushcfunction(L, function);
	lua_pushlightuserdata(L, argument);
	running = L;
	int status = lua_pcall(L, 1, 0, handler);
	running = before;
	if (!before)
		lua_sethook(L, NULL, 0, 0); /* one that came too late */
	return status;
}

/*
 * Ctrl-C can come between a hold's making and its being put into a variable that closes it. Then only
 * the collector knows of it.
 */
static void let_go(lua_State *L)
{
	const struct pf_inferior *inferior;
	bool held = false;
	for (size_t i = 0; (inferior = pf_session_inferior_at(pf_lua_session(L), i)); i++)
		held |= inferior->target.holds != NULL;
	if (held && !running)
		lua_gc(L, LUA_GCCOLLECT);
}

struct pf_error *pf_lua_protect(struct pf_session *session, lua_CFunction function, void *argument)
{
	lua_State *L = session->lua;
	if (!lua_checkstack(L, STACK_NEEDED))
		return &pf_error_no_memory;
	int top = lua_gettop(L);
	struct pf_error *err = error_of(L, call(L, function, argument));
	lua_settop(L, top);
	if (err)
		let_go(L);
	struct pf_error *interrupted = pf_interrupt_check();
	if (!interrupted)
		return err;
	pf_error_destroy(err);
	return interrupted;
}
