/* Lua in the shell: started when it is first needed. */
#include "shell/lua_shell.h"

#include "script/script.h"
#include "shell/lua_files.h"
#include "shell/lua_module.h"
#include "shell/lua_state.h"
#include "shell/lua_system.h"

#include <lualib.h>
#include <string.h>

/* Takes PART out of package[KEY]. */
static void cut_path(lua_State *L, const char *key, const char *part)
{
	lua_getglobal(L, "package");
	lua_getfield(L, -1, key);
	luaL_gsub(L, lua_tostring(L, -1), part, "");
	lua_setfield(L, -3, key);
	lua_pop(L, 2);
}

/* Libraries, the module, and no code from the working directory. */
static int set_up(lua_State *L)
{
	luaL_openlibs(L);
	pf_lua_system_extend(L);
	if (pf_lua_session(L)->no_user_files) {
		lua_pushboolean(L, true);
		lua_setfield(L, LUA_REGISTRYINDEX, SCRIPT_NO_USER_FILES);
	}
	cut_path(L, "path", ";./?.lua");
	cut_path(L, "path", ";./?/init.lua");
	cut_path(L, "cpath", ";./?.so");
	luaL_requiref(L, "pyflame", luaopen_pyflame, 1);
	pf_lua_module_extend(L);
	script_set_redaction(L, &pf_lua_session(L)->redacted.redaction);
	lua_setglobal(L, "pf");
	return 0;
}

struct pf_error *pf_lua_open(struct pf_session *session)
{
	if (session->lua)
		return NULL;
	PF_TRY(pf_lua_state_create(session));
	struct pf_error *err = pf_lua_protect(session, set_up, NULL);
	if (err) {
		pf_lua_state_destroy(session);
		return err;
	}
	return pf_lua_files_run_commands(session);
}

void pf_lua_close(struct pf_session *session)
{
	pf_lua_state_destroy(session);
}

/* Pushes a function that returns what the code is worth, or a message when it is no expression. */
static bool load_expression(lua_State *L, const char *code)
{
	const char *expression = lua_pushfstring(L, "return %s", code);
	return luaL_loadbufferx(L, expression, strlen(expression), "=lua", "t") == LUA_OK;
}

/* The code as an expression, or as statements when it is none. */
static void load_text(lua_State *L, const char *code)
{
	if (load_expression(L, code))
		return;
	if (luaL_loadbufferx(L, code, strlen(code), "=lua", "t") != LUA_OK)
		lua_error(L);
}

/* Calls the function on top of the stack, and prints what it returns. */
static int call_and_print(lua_State *L)
{
	lua_insert(L, 1);
	lua_settop(L, 1);
	lua_call(L, 0, LUA_MULTRET);
	int count = lua_gettop(L);
	if (!count)
		return 0;
	lua_getglobal(L, "print");
	lua_insert(L, 1);
	lua_call(L, count, 0);
	return 0;
}

static int run_text(lua_State *L)
{
	const char *code = lua_touserdata(L, 1);
	lua_settop(L, 0);
	load_text(L, code);
	return call_and_print(L);
}

/* expression.load(code) gives a function, or nil and why there is none. */
static int run_expression(lua_State *L)
{
	const char *code = lua_touserdata(L, 1);
	lua_settop(L, 0);
	lua_pushstring(L, code);
	script_search_call(L, "pyflame.lib.expression", "load");
	if (lua_isnil(L, 1)) {
		lua_settop(L, 2);
		return lua_error(L);
	}
	lua_settop(L, 1);
	return call_and_print(L);
}

struct pf_error *pf_lua_run_expression(struct pf_session *session, const char *code)
{
	PF_TRY(pf_lua_open(session));
	return pf_lua_protect(session, run_expression, (void *)code);
}

struct pf_error *pf_lua_run_text(struct pf_session *session, const char *code)
{
	PF_TRY(pf_lua_open(session));
	return pf_lua_protect(session, run_text, (void *)code);
}

struct pf_error *pf_lua_run_file(struct pf_session *session, const char *path)
{
	PF_TRY(pf_lua_open(session));
	return pf_lua_files_run(session, path);
}

/* Code to look at, and the answer. */
struct completeness {
	const char *code;
	bool incomplete;
};

/* Lua says so itself: the message of a chunk that lacks its end ends in "<eof>". */
static int check_completeness(lua_State *L)
{
	static const char mark[] = "<eof>";
	struct completeness *question = lua_touserdata(L, 1);
	if (load_expression(L, question->code))
		return 0;
	int status = luaL_loadbufferx(L, question->code, strlen(question->code), "=lua", "t");
	size_t size = 0;
	const char *message = status == LUA_ERRSYNTAX ? lua_tolstring(L, -1, &size) : NULL;
	question->incomplete =
		size >= sizeof(mark) - 1 && !strcmp(message + size - (sizeof(mark) - 1), mark);
	return 0;
}

struct pf_error *pf_lua_is_incomplete(struct pf_session *session, const char *code, bool *ret)
{
	struct completeness question = { .code = code };
	PF_TRY(pf_lua_open(session));
	PF_TRY(pf_lua_protect(session, check_completeness, &question));
	*ret = question.incomplete;
	return NULL;
}
