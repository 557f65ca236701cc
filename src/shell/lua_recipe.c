/* COMMAND --lua: the Lua script that does what a command does. */
#include "shell/lua_recipe.h"

#include "script/embedded.h"
#include "script/script.h"
#include "shell/lua_state.h"

#include <string.h>

static const char FLAG[] = "--lua";

bool pf_lua_recipe_is_wanted(const struct pf_call *call)
{
	for (size_t i = 0; i < call->words.list.count; i++) {
		if (!strcmp(call->words.list.items[i], FLAG))
			return true;
	}
	return false;
}

/* embedded(name) -> the text of a file of lua/ that is built in | nil */
static int read_embedded(lua_State *L)
{
	const char *name = luaL_checkstring(L, 1);
	const struct pf_embedded_file *file = pf_embedded_files;
	while (file->name && strcmp(file->name, name) != 0)
		file++;
	if (!file->name)
		return script_push_text(L, NULL);
	lua_pushlstring(L, (const char *)file->data, file->size);
	return 1;
}

/* All words but the flag; a field text with what was written. */
static void push_words(lua_State *L, const struct pf_words *words)
{
	lua_Integer count = 0;
	lua_newtable(L);
	for (size_t i = 0; i < words->list.count; i++) {
		if (!strcmp(words->list.items[i], FLAG))
			continue;
		lua_pushstring(L, words->list.items[i]);
		lua_rawseti(L, -2, ++count);
	}
	lua_pushstring(L, pf_words_text(words));
	lua_setfield(L, -2, "text");
}

/* A call on its way through pf_lua_protect(). */
struct recipe {
	const struct pf_call *call;
	struct pf_error *err; /* why there is no script for such words */
	bool done;
};

/* What Lua knows of the command: its description's lua and run; nil for one of C. */
static void push_own(lua_State *L, const struct pf_command *command)
{
	if (command->lua_ref)
		lua_rawgeti(L, LUA_REGISTRYINDEX, command->lua_ref);
	else
		lua_pushnil(L);
}

/* Whether a "--lua" among its words may be meant for somebody else: Lua, a program, a script. */
static bool takes_text(const struct pf_command *command)
{
	static const char *const groups[] = { "scripting", "support", "user-defined" };
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		if (command->max_args < 0 && !strcmp(command->group, groups[i]))
			return true;
	}
	return false;
}

/* recipe.print(name, takes text, words, own, embedded) -> whether there is one | nil, message, code */
static int print_protected(lua_State *L)
{
	struct recipe *recipe = lua_touserdata(L, 1);
	const struct pf_command *command = recipe->call->command;
	lua_settop(L, 0);
	lua_pushstring(L, command->name);
	lua_pushboolean(L, takes_text(command));
	push_words(L, &recipe->call->words);
	push_own(L, command);
	lua_pushcfunction(L, read_embedded);
	script_search_call(L, "pyflame.lib.recipe", "print");
	lua_settop(L, 3);
	if (lua_isnil(L, 1) && lua_isstring(L, 2))
		recipe->err = pf_lua_error_of(lua_tostring(L, 2), lua_tostring(L, 3));
	recipe->done = lua_toboolean(L, 1);
	return 0;
}

struct pf_error *pf_lua_recipe_print(struct pf_session *session, const struct pf_call *call,
				     bool *done_ret)
{
	struct recipe recipe = { .call = call };
	*done_ret = false;
	if (!session->lua)
		return NULL;
	struct pf_error *err = pf_lua_protect(session, print_protected, &recipe);
	if (err) {
		pf_error_destroy(recipe.err);
		return err;
	}
	*done_ret = recipe.done;
	return recipe.err;
}
