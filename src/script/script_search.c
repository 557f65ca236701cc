/* require "pyflame.formats.folded": Lua files of the user's, of a source tree, or built in. */
#include "base/text.h"
#include "script/embedded.h"
#include "script/folders.h"
#include "script/script.h"

#include <stdlib.h>
#include <string.h>

#define PREFIX "pyflame."

/* Index 1 is the folder, which may be nil, 2 the file's name below it. */
static bool load_below(lua_State *L)
{
	if (lua_isnil(L, 1))
		return false;
	const char *path = lua_pushfstring(L, "%s/%s", lua_tostring(L, 1), lua_tostring(L, 2));
	int status = luaL_loadfilex(L, path, "t");
	if (status == LUA_OK)
		return true;
	if (status != LUA_ERRFILE)
		lua_error(L);
	lua_settop(L, 2);
	return false;
}

static bool load_embedded(lua_State *L)
{
	const char *name = lua_tostring(L, 2);
	const struct pf_embedded_file *file = pf_embedded_files;
	while (file->name && strcmp(file->name, name) != 0)
		file++;
	if (!file->name)
		return false;
	const char *chunk = lua_pushfstring(L, "=%s", name);
	if (luaL_loadbufferx(L, (const char *)file->data, file->size, chunk, "t") != LUA_OK)
		lua_error(L);
	return true;
}

/* load(folder of the user's or nil, file) -> function | nothing */
static int load_file(lua_State *L)
{
	lua_settop(L, 2);
	bool found = load_below(L);
	if (!found) {
		lua_pushstring(L, getenv("PYFLAME_LUA_PATH"));
		lua_replace(L, 1);
		found = load_below(L) || load_embedded(L);
	}
	return found;
}

void script_search_push_user_folder(lua_State *L)
{
	if (lua_getfield(L, LUA_REGISTRYINDEX, SCRIPT_NO_USER_FILES) == LUA_TNIL) {
		lua_pop(L, 1);
		struct script_text *text = script_text_push(L);
		pf_folder_config(&text->text);
		bool none = !text->text.size;
		script_text_result(L, text);
		lua_remove(L, -2);
		if (none)
			lua_pop(L, 1), lua_pushnil(L);
		return;
	}
	lua_pop(L, 1);
	lua_pushnil(L);
}

bool script_search_load(lua_State *L, const char *file)
{
	int top = lua_gettop(L);
	lua_pushcfunction(L, load_file);
	script_search_push_user_folder(L);
	lua_pushstring(L, file);
	lua_call(L, 2, LUA_MULTRET);
	return lua_gettop(L) > top;
}

/* One of package.searchers: for names that begin with "pyflame." only. */
static int search(lua_State *L)
{
	const char *name = luaL_checkstring(L, 1);
	if (strncmp(name, PREFIX, strlen(PREFIX)) != 0)
		return 0;
	const char *slashes = luaL_gsub(L, name + strlen(PREFIX), ".", "/");
	const char *file = lua_pushfstring(L, "%s.lua", slashes);
	if (!script_search_load(L, file)) {
		lua_pushfstring(L, "no file '%s' of pyflame's", file);
		return 1;
	}
	lua_pushstring(L, file);
	return 2;
}

int script_search_call(lua_State *L, const char *module, const char *function)
{
	int count = lua_gettop(L);
	lua_getglobal(L, "require");
	lua_pushstring(L, module);
	lua_call(L, 1, 1);
	lua_getfield(L, -1, function);
	lua_insert(L, 1);
	lua_settop(L, count + 1);
	lua_call(L, count, LUA_MULTRET);
	return lua_gettop(L);
}

void script_search_register(lua_State *L)
{
	lua_getglobal(L, "package");
	if (lua_istable(L, -1) && lua_getfield(L, -1, "searchers") == LUA_TTABLE) {
		lua_pushcfunction(L, search);
		lua_rawseti(L, -2, luaL_len(L, -2) + 1);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}
