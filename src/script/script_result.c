/* From C results to Lua results: values, unknown values, and errors. */
#include "base/text.h"
#include "script/script.h"

#include <stdio.h>
#include <string.h>

/* Copies the message and lets the error go, so that nothing leaks when a push raises. */
static const char *take_message(struct pf_error *err, char *message, size_t size)
{
	snprintf(message, size, "%s", pf_error_message(err));
	const char *code = pf_error_code_name(pf_error_code(err));
	pf_error_destroy(err);
	return code;
}

int script_result(lua_State *L, struct pf_error *err)
{
	if (!err)
		return 1;
	char message[1024], advice[512];
	const char *known = pf_error_advice(err);
	snprintf(advice, sizeof(advice), "%s", known ? known : "");
	const char *code = take_message(err, message, sizeof(message));
	luaL_pushfail(L);
	lua_pushstring(L, message);
	lua_pushstring(L, code);
	if (*advice)
		lua_pushstring(L, advice);
	return *advice ? 4 : 3;
}

int script_raise(lua_State *L, struct pf_error *err)
{
	char message[1024];
	take_message(err, message, sizeof(message));
	return luaL_error(L, "%s", message);
}

bool script_signal_came(lua_State *L)
{
	return lua_gethookmask(L) == (LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT);
}

void script_run_hook(lua_State *L)
{
	lua_Hook hook = lua_gethook(L);
	lua_Debug event = { .event = LUA_HOOKCOUNT, .currentline = -1 };
	if (hook)
		hook(L, &event);
}

int script_push_syscall(lua_State *L, int number, const char *name)
{
	if (name || number == PF_UNKNOWN)
		return script_push_text(L, name);
	lua_pushfstring(L, "%d", number);
	return 1;
}

int script_push_known(lua_State *L, lua_Integer value, lua_Integer unknown)
{
	if (value == unknown)
		lua_pushnil(L);
	else
		lua_pushinteger(L, value);
	return 1;
}

void script_set_integer(lua_State *L, const char *key, int64_t value)
{
	lua_pushinteger(L, (lua_Integer)value);
	lua_setfield(L, -2, key);
}

void script_set_known(lua_State *L, const char *key, int64_t value, int64_t unknown)
{
	if (value != unknown)
		script_set_integer(L, key, value);
}

void script_set_boolean(lua_State *L, const char *key, bool value)
{
	lua_pushboolean(L, value);
	lua_setfield(L, -2, key);
}

void script_set_text(lua_State *L, const char *key, const char *value)
{
	script_push_text(L, value);
	lua_setfield(L, -2, key);
}

/* Lua's strings may have NULs inside. */
static void push_with_nuls(lua_State *L, const char *text)
{
	luaL_Buffer buffer;
	luaL_buffinit(L, &buffer);
	for (; *text; text++) {
		bool nul = pf_text_is_nul(text);
		luaL_addchar(&buffer, nul ? '\0' : *text);
		text += nul;
	}
	luaL_pushresult(&buffer);
}

int script_push_text(lua_State *L, const char *text)
{
	if (text && strstr(text, PF_TEXT_NUL))
		push_with_nuls(L, text);
	else
		lua_pushstring(L, text); /* nil for NULL */
	return 1;
}
