/* What the shell adds to the Lua module: the session's functions. */
#include "shell/lua_module.h"

#include "base/cleanup.h"
#include "script/script.h"
#include "shell/execute.h"
#include "shell/lua_command.h"
#include "shell/lua_events.h"
#include "shell/lua_library.h"
#include "shell/lua_lists.h"
#include "shell/lua_param.h"
#include "shell/lua_session.h"
#include "shell/lua_state.h"
#include "shell/lua_terminal.h"
#include "shell/variables.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

/* pyflame.check(command) -> true: it can be run, as far as can be told | nil, message, code */
static int module_check(lua_State *L)
{
	struct pf_error *err = pf_execute_check(pf_lua_session(L), luaL_checkstring(L, 1));
	lua_pushboolean(L, true);
	return script_result(L, err);
}

/* Runs a command in this very coroutine's state. */
static struct pf_error *execute(lua_State *L, const char *line)
{
	struct pf_session *session = pf_lua_session(L);
	lua_State *before = session->lua;
	session->lua = L;
	struct pf_error *err = pf_execute(session, line);
	session->lua = before;
	return err;
}

/* pyflame.execute(command) -> true | nil, message, code */
static int module_execute(lua_State *L)
{
	struct pf_error *err = execute(L, luaL_checkstring(L, 1));
	if (!err)
		err = pf_output_pass(&pf_lua_session(L)->output);
	lua_pushboolean(L, true);
	return script_result(L, err);
}

static void deinit_text(void *text)
{
	pf_text_deinit(text);
}

/* pyflame.capture(command) -> what it would print | nil, message, code */
static int module_capture(lua_State *L)
{
	const char *line = luaL_checkstring(L, 1);
	struct pf_output *output = &pf_lua_session(L)->output;
	struct script_guard *guard = script_guard_push(L, deinit_text);
	struct pf_text *captured = lua_newuserdatauv(L, sizeof(*captured), 0);
	struct pf_text saved;
	pf_output_begin_capture(output, &saved);
	struct pf_error *err = execute(L, line);
	pf_output_end_capture(output, &saved, captured);
	guard->owned = captured;
	if (!err)
		err = pf_text_check(captured);
	if (!err)
		lua_pushlstring(L, pf_text_str(captured), captured->size);
	int count = script_result(L, err);
	script_guard_empty(guard);
	return count;
}

/* pyflame.write(text, ...): to the session's output, as it is */
static int module_write(lua_State *L)
{
	struct pf_output *output = &pf_lua_session(L)->output;
	for (int i = 1; i <= lua_gettop(L); i++) {
		size_t size;
		const char *text = luaL_checklstring(L, i, &size);
		pf_text_append(&output->text, text, size);
	}
	struct pf_error *err = pf_output_pass(output);
	return err ? script_raise(L, err) : 0;
}

/* pyflame.flush(): writes the session's output out */
static int module_flush(lua_State *L)
{
	struct pf_error *err = pf_output_flush(&pf_lua_session(L)->output);
	return err ? script_raise(L, err) : 0;
}

/* print(...), as Lua's own, to the session's output */
static int module_print(lua_State *L)
{
	struct pf_output *output = &pf_lua_session(L)->output;
	int count = lua_gettop(L);
	for (int i = 1; i <= count; i++) {
		size_t size;
		const char *text = luaL_tolstring(L, i, &size);
		pf_text_append_str(&output->text, i > 1 ? "\t" : "");
		pf_text_append(&output->text, text, size);
		lua_pop(L, 1);
	}
	pf_text_append_str(&output->text, "\n");
	struct pf_error *err = pf_output_pass(output);
	return err ? script_raise(L, err) : 0;
}

/* Line by line, safe for a terminal: a message may have the process's own words in it. */
static void append_lines(struct pf_text *text, const char *message)
{
	for (const char *end; (end = strchr(message, '\n')); message = end + 1) {
		PF_AUTO_FREE char *line = strndup(message, (size_t)(end - message));
		pf_text_append_printable(text, line ? line : "");
		pf_text_append_str(text, "\n");
	}
	pf_text_append_printable(text, message);
}

/* warn(...): to stderr at once; a message may come in pieces. "@on" and "@off" do nothing. */
static void write_warning(void *data, const char *message, int continues)
{
	static bool is_inside;
	struct pf_session *session = data;
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	if (!is_inside && !continues && *message == '@')
		return;
	pf_text_append_str(&text, is_inside ? "" : "warning: ");
	append_lines(&text, message);
	pf_text_append_str(&text, continues ? "" : "\n");
	is_inside = continues;
	pf_execute_complain(session, pf_text_str(&text));
}

static int optional_field(lua_State *L, const char *key, int least, int most)
{
	lua_getfield(L, 1, key);
	lua_Integer value = luaL_optinteger(L, -1, least);
	if (value < least || value > most)
		luaL_error(L, "quit: %s is not between %d and %d", key, least, most);
	lua_pop(L, 1);
	return (int)value;
}

/* pyflame.quit{status=, signal=}: leaves, once this code is done */
static int module_quit(lua_State *L)
{
	struct pf_session *session = pf_lua_session(L);
	luaL_checktype(L, 1, LUA_TTABLE);
	session->status = optional_field(L, "status", -1, 255);
	session->signal = optional_field(L, "signal", 0, NSIG - 1);
	session->quit = true;
	return 0;
}

static const luaL_Reg functions[] = {
	{ "capture", module_capture },
	{ "check", module_check },
	{ "columns", pf_lua_terminal_columns },
	{ "command", pf_lua_command_add },
	{ "commands", pf_lua_lists_commands },
	{ "defer", pf_lua_events_defer },
	{ "execute", module_execute },
	{ "flush", module_flush },
	{ "get", pf_lua_param_get },
	{ "is_prompt", pf_lua_terminal_is_prompt },
	{ "key", pf_lua_terminal_key },
	{ "on", pf_lua_events_on },
	{ "param", pf_lua_param_add },
	{ "quit", module_quit },
	{ "rows", pf_lua_terminal_rows },
	{ "set", pf_lua_param_set },
	{ "source_line", pf_lua_lists_source_line },
	{ "status_line", pf_lua_terminal_status_line },
	{ "style", pf_lua_terminal_style },
	{ "write", module_write },
	{ NULL, NULL },
};

void pf_lua_module_extend(lua_State *L)
{
	luaL_setfuncs(L, functions, 0);
	pf_lua_session_extend(L);
	pf_variables_extend(L);
	pf_lua_library_extend(L);
	lua_pushcfunction(L, module_print);
	lua_setglobal(L, "print");
	lua_setwarnf(L, write_warning, pf_lua_session(L));
}
