/* The Lua scripts that are run by name: which there are, and their code. */
#include "script/embedded.h"
#include "script/script.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "scripts/"
#define ENDING ".lua"

/* Sets TABLE[name of the script FILE] at the top of the stack; nothing when it is none. */
static void add_name(lua_State *L, const char *file)
{
	size_t size = strlen(file), ending = strlen(ENDING);
	if (size <= ending || strcmp(file + size - ending, ENDING) != 0 || strchr(file, '/'))
		return;
	lua_pushlstring(L, file, size - ending);
	lua_pushboolean(L, true);
	lua_rawset(L, -3);
}

static void close_folder(void *folder)
{
	closedir(folder);
}

/* Adds what is in the folder for scripts below that at index 2, which may be nil. */
static void add_folder(lua_State *L)
{
	if (lua_isnil(L, 2))
		return;
	struct script_guard *guard = script_guard_push(L, close_folder);
	DIR *folder = opendir(lua_pushfstring(L, "%s/" FOLDER, lua_tostring(L, 2)));
	guard->owned = folder;
	lua_pushvalue(L, 1);
	for (struct dirent *entry; folder && (entry = readdir(folder));)
		add_name(L, entry->d_name);
	script_guard_empty(guard);
}

static void add_embedded(lua_State *L)
{
	lua_pushvalue(L, 1);
	for (const struct pf_embedded_file *file = pf_embedded_files; file->name; file++) {
		if (!strncmp(file->name, FOLDER, strlen(FOLDER)))
			add_name(L, file->name + strlen(FOLDER));
	}
}

/* pyflame.scripts() -> the names of all scripts, in no order */
int script_library_list(lua_State *L)
{
	lua_settop(L, 0);
	lua_newtable(L);
	script_search_push_user_folder(L);
	add_folder(L);
	lua_settop(L, 1);
	lua_pushstring(L, getenv("PYFLAME_LUA_PATH"));
	add_folder(L);
	lua_settop(L, 1);
	add_embedded(L);
	lua_settop(L, 1);
	return script_search_call(L, "pyflame.lib.script", "sorted");
}

/* pyflame.find_script(name or path) -> its code, not run | nil, message, code. A syntax error raises. */
int script_library_find(lua_State *L)
{
	const char *name = luaL_checkstring(L, 1);
	lua_settop(L, 1);
	if (strchr(name, '/')) {
		int status = luaL_loadfilex(L, name, "t");
		if (status == LUA_ERRFILE)
			return script_result(L,
					     pf_error_create(PF_USAGE, "%s", lua_tostring(L, -1)));
		return status == LUA_OK ? 1 : lua_error(L);
	}
	const char *file = lua_pushfstring(L, FOLDER "%s" ENDING, name);
	if (script_search_load(L, file))
		return 1;
	return script_result(L, pf_error_create(PF_USAGE, "there is no script \"%s\"", name));
}

/* pyflame.script{...} -> what the script was called with, by its own description */
int script_library_begin(lua_State *L)
{
	return script_search_call(L, "pyflame.lib.script", "begin");
}
