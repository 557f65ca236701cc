/* What the arguments of commands that are written in Lua may become. */
#include "shell/lua_complete.h"

#include "script/script.h"
#include "shell/complete.h"
#include "shell/lua_state.h"

#include <string.h>

static const struct {
	const char *name;
	struct pf_error *(*complete)(struct pf_session *session, const struct pf_command *command,
				     const char *word, struct pf_names *ret);
} kinds[] = {
	{ "apply", pf_complete_apply },	  { "commands", pf_complete_nested },
	{ "files", pf_complete_files },	  { "frames", pf_complete_frames },
	{ "help", pf_complete_help },	  { "lua", pf_complete_lua },
	{ "pids", pf_complete_pids },	  { "scripts", pf_complete_scripts },
	{ "settings", pf_complete_with }, { "threads", pf_complete_threads },
};

/* A function that is to be asked, and what it says. */
struct question {
	const struct pf_command *command;
	const char *word;
	struct pf_names *ret;
	struct pf_error *err;
};

static void add_answers(lua_State *L, struct question *question)
{
	luaL_checktype(L, -1, LUA_TTABLE);
	lua_Integer count = luaL_len(L, -1);
	for (lua_Integer i = 1; i <= count && !question->err; i++) {
		lua_geti(L, -1, i);
		if (lua_type(L, -1) == LUA_TSTRING)
			question->err = pf_names_add_match(question->ret, lua_tostring(L, -1),
							   question->word);
		lua_pop(L, 1);
	}
}

static int ask_protected(lua_State *L)
{
	struct question *question = lua_touserdata(L, 1);
	const struct pf_names *names = question->ret;
	size_t before = strlen(names->rest) - strlen(names->line + names->from);
	lua_rawgeti(L, LUA_REGISTRYINDEX, question->command->lua_ref);
	lua_getfield(L, -1, "complete");
	script_object_push(L, PF_LUA_SESSION, 0, 0);
	lua_pushstring(L, question->word);
	lua_pushlstring(L, names->rest, before);
	lua_call(L, 3, 1);
	if (!lua_isnil(L, -1))
		add_answers(L, question);
	return 0;
}

static struct pf_error *ask(struct pf_session *session, const struct pf_command *command,
			    const char *word, struct pf_names *ret)
{
	struct question question = { .command = command, .word = word, .ret = ret };
	struct pf_error *err = pf_lua_protect(session, ask_protected, &question);
	if (!err)
		return question.err;
	pf_error_destroy(question.err);
	return err;
}

void pf_lua_complete_read(lua_State *L, int given, int kept, struct pf_command *command)
{
	int type = lua_getfield(L, given, "complete");
	if (type == LUA_TFUNCTION) {
		command->complete = ask;
		lua_setfield(L, kept, "complete");
		return;
	}
	const char *name = type == LUA_TSTRING ? lua_tostring(L, -1) : "";
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!strcmp(kinds[i].name, name))
			command->complete = kinds[i].complete;
	}
	if (type != LUA_TNIL && !command->complete)
		luaL_error(L, "command: complete cannot be \"%s\"", luaL_tolstring(L, -1, NULL));
	lua_settop(L, kept);
}
