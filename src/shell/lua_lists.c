/* What scripts can list of the shell: its commands, and lines of the process's source files. */
#include "shell/lua_lists.h"

#include "script/script.h"
#include "shell/lua_state.h"

#include <limits.h>
#include <string.h>

static void set_text(lua_State *L, const char *key, const char *text)
{
	lua_pushstring(L, text);
	lua_setfield(L, -2, key);
}

/* An array of the words that the command goes by besides its name. */
static void set_aliases(lua_State *L, const struct pf_command *command)
{
	struct pf_command_name name = { 0 };
	lua_newtable(L);
	pf_command_next_name(command, &name);
	for (lua_Integer i = 1; pf_command_next_name(command, &name); i++) {
		lua_pushlstring(L, name.at, name.size);
		lua_rawseti(L, -2, i);
	}
	lua_setfield(L, -2, "aliases");
}

static void push_command(lua_State *L, const struct pf_command *command)
{
	/* ORDER NEEDS: as enum pf_needs */
	static const char *const needs[] = { "nothing", "process", "stopped" };
	lua_newtable(L);
	set_text(L, "name", command->name);
	set_text(L, "group", command->group);
	set_text(L, "usage", command->usage);
	set_text(L, "summary", command->summary);
	set_text(L, "help", command->help);
	set_text(L, "needs", needs[command->needs]);
	set_aliases(L, command);
	lua_pushboolean(L, command->repeat != PF_REPEAT_NONE);
	lua_setfield(L, -2, "again");
}

/* pyflame.commands() -> array of tables, by name */
int pf_lua_lists_commands(lua_State *L)
{
	const struct pf_commands *commands = &pf_lua_session(L)->commands;
	lua_createtable(L, (int)commands->list.count, 0);
	for (size_t i = 0; i < commands->list.count; i++) {
		push_command(L, commands->list.items[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	return 1;
}

/* pyflame.source_line(file, line) -> it, trimmed and printable | nil when it is not there */
int pf_lua_lists_source_line(lua_State *L)
{
	struct pf_session *session = pf_lua_session(L);
	const char *file = luaL_checkstring(L, 1);
	lua_Integer line = luaL_checkinteger(L, 2);
	if (!pf_session_is_attached(session) || line < 1 || line > INT32_MAX)
		return script_push_text(L, NULL);
	struct script_text *text = script_text_push(L);
	pf_sources_append_line(&session->sources, pf_session_process(session), file, (int32_t)line,
			       &text->text);
	if (!text->text.size)
		return script_push_text(L, NULL);
	script_text_result(L, text);
	const char *begin = lua_tostring(L, -1);
	begin += strspn(begin, " ");
	lua_pushlstring(L, begin, strcspn(begin, "\n"));
	return 1;
}
