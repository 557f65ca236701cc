/* pyflame.command: commands that are written in Lua. */
#include "shell/lua_command.h"

#include "script/script.h"
#include "shell/lua_complete.h"
#include "shell/lua_state.h"

#include <string.h>

/* Stack indices while a command is added: its description, and the table that keeps texts. */
enum { GIVEN = 1, KEPT = 2 };

static void push_arguments(lua_State *L, const struct pf_words *words)
{
	lua_createtable(L, (int)words->list.count, 1);
	for (size_t i = 0; i < words->list.count; i++) {
		lua_pushstring(L, words->list.items[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_pushstring(L, pf_words_text(words));
	lua_setfield(L, -2, "text");
}

/* A call on its way through pf_lua_protect(). */
struct run {
	const struct pf_call *call;
	struct pf_error *err; /* of a command that returned nil, message, code, advice */
};

static int run_protected(lua_State *L)
{
	struct run *run = lua_touserdata(L, 1);
	lua_rawgeti(L, LUA_REGISTRYINDEX, run->call->command->lua_ref);
	lua_getfield(L, -1, "run");
	script_object_push(L, PF_LUA_SESSION, 0, 0);
	push_arguments(L, &run->call->words);
	lua_call(L, 2, 4);
	int first = lua_absindex(L, -4);
	if (lua_isnil(L, first) && lua_type(L, first + 1) == LUA_TSTRING)
		run->err = pf_lua_error_read(L, first + 1);
	return 0;
}

static struct pf_error *run_command(struct pf_session *session, const struct pf_call *call)
{
	struct run run = { .call = call };
	struct pf_error *err = pf_lua_protect(session, run_protected, &run);
	if (!err)
		return run.err;
	pf_error_destroy(run.err);
	return err;
}

/* The text KEY of the description, kept alive in KEPT; FALLBACK when it is absent. */
static const char *keep_text(lua_State *L, const char *key, const char *fallback)
{
	int type = lua_getfield(L, GIVEN, key);
	if (type == LUA_TNIL) {
		lua_pop(L, 1);
		return fallback;
	}
	if (type != LUA_TSTRING)
		luaL_error(L, "command: %s is not a string", key);
	const char *text = lua_tostring(L, -1);
	lua_setfield(L, KEPT, key);
	return text;
}

/* One alias, or an array of them: joined by blanks in place. */
static void join_aliases(lua_State *L)
{
	if (lua_getfield(L, GIVEN, "alias") != LUA_TTABLE) {
		lua_setfield(L, KEPT, "alias");
		return;
	}
	luaL_Buffer joined;
	lua_Integer count = luaL_len(L, -1);
	int table = lua_gettop(L);
	luaL_buffinit(L, &joined);
	for (lua_Integer i = 1; i <= count; i++) {
		if (lua_geti(L, table, i) != LUA_TSTRING)
			luaL_error(L, "command: alias %d is not a string", (int)i);
		luaL_addvalue(&joined);
		luaL_addchar(&joined, ' ');
	}
	luaL_pushresult(&joined);
	lua_setfield(L, KEPT, "alias");
	lua_pop(L, 1);
}

static const char *kept_aliases(lua_State *L)
{
	join_aliases(L);
	int type = lua_getfield(L, KEPT, "alias");
	if (type != LUA_TNIL && type != LUA_TSTRING)
		luaL_error(L, "command: alias is neither a string nor an array of them");
	const char *aliases = lua_tostring(L, -1);
	lua_pop(L, 1);
	return aliases;
}

static int number_field(lua_State *L, const char *key, int fallback)
{
	lua_getfield(L, GIVEN, key);
	int is_number;
	lua_Integer value = lua_tointegerx(L, -1, &is_number);
	if (!is_number && !lua_isnil(L, -1))
		luaL_error(L, "command: %s is not an integer", key);
	lua_pop(L, 1);
	return is_number ? (int)value : fallback;
}

static bool flag_field(lua_State *L, const char *key)
{
	lua_getfield(L, GIVEN, key);
	bool flag = lua_toboolean(L, -1);
	lua_pop(L, 1);
	return flag;
}

/* Which of NAMES (ended by NULL) the text KEY is; FALLBACK when it is absent. */
static int choice_field(lua_State *L, const char *key, const char *const names[], int fallback)
{
	const char *text = keep_text(L, key, NULL);
	if (!text)
		return fallback;
	for (int i = 0; names[i]; i++) {
		if (!strcmp(names[i], text))
			return i;
	}
	return luaL_error(L, "command: %s cannot be \"%s\"", key, text);
}

static void check_group(lua_State *L, const char *name)
{
	const struct pf_command_group *group = pf_command_groups;
	while (group->name && strcmp(group->name, name) != 0)
		group++;
	if (!group->name)
		luaL_error(L, "command: there is no group \"%s\"", name);
}

static bool is_name(const char *name)
{
	return *name && *name != ' ' && !strstr(name, "  ") && name[strlen(name) - 1] != ' ' &&
	       !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_- ")];
}

static void read_texts(lua_State *L, struct pf_command *command)
{
	command->name = keep_text(L, "name", "");
	if (!is_name(command->name))
		luaL_error(L, "command: name \"%s\": words of a-z, 0-9, _ and - are wanted",
			   command->name);
	command->group = keep_text(L, "group", "user-defined");
	check_group(L, command->group);
	command->usage = keep_text(L, "usage", NULL);
	command->summary = keep_text(L, "summary", "A command of a script.");
	command->help = keep_text(L, "help", NULL);
	command->options = keep_text(L, "options", NULL);
	command->aliases = kept_aliases(L);
}

/* "again": true, "continue", or nothing. */
static enum pf_repeat repeat_field(lua_State *L)
{
	enum pf_repeat repeat = PF_REPEAT_NONE;
	lua_getfield(L, GIVEN, "again");
	if (lua_type(L, -1) == LUA_TSTRING && !strcmp(lua_tostring(L, -1), "continue"))
		repeat = PF_REPEAT_CONTINUE;
	else if (lua_isboolean(L, -1) || lua_isnil(L, -1))
		repeat = lua_toboolean(L, -1) ? PF_REPEAT_AGAIN : PF_REPEAT_NONE;
	else
		luaL_error(L, "command: again is neither a boolean nor \"continue\"");
	lua_pop(L, 1);
	return repeat;
}

static void read_choices(lua_State *L, struct pf_command *command)
{
	static const char *const needs[] = { "nothing", "process", "stopped", NULL };
	command->needs = (enum pf_needs)choice_field(L, "needs", needs, PF_NEEDS_NOTHING);
	pf_lua_complete_read(L, GIVEN, KEPT, command);
	command->repeat = repeat_field(L);
	command->browses = flag_field(L, "browses");
	command->composes = flag_field(L, "composes");
	command->min_args = number_field(L, "min_args", 0);
	command->max_args = number_field(L, "max_args", -1);
}

static void keep_function(lua_State *L)
{
	if (lua_getfield(L, GIVEN, "run") != LUA_TFUNCTION)
		luaL_error(L, "command: run is not a function");
	lua_setfield(L, KEPT, "run");
}

/* The script that "--lua" prints, or a function of the words that makes it. */
static void keep_script(lua_State *L)
{
	int type = lua_getfield(L, GIVEN, "lua");
	if (type != LUA_TNIL && type != LUA_TSTRING && type != LUA_TFUNCTION)
		luaL_error(L, "command: lua is neither a string nor a function");
	lua_setfield(L, KEPT, "lua");
}

int pf_lua_command_add(lua_State *L)
{
	luaL_checktype(L, GIVEN, LUA_TTABLE);
	lua_settop(L, GIVEN);
	lua_newtable(L);
	struct pf_command *command = lua_newuserdatauv(L, sizeof(*command), 0);
	*command = (struct pf_command){ .run = run_command };
	lua_setfield(L, KEPT, "command");
	read_texts(L, command);
	read_choices(L, command);
	keep_function(L);
	keep_script(L);
	lua_pushvalue(L, KEPT);
	command->lua_ref = luaL_ref(L, LUA_REGISTRYINDEX);
	struct pf_error *err = pf_commands_add(&pf_lua_session(L)->commands, command);
	return err ? script_raise(L, err) : 0;
}
