/* The Lua files of commands: the user's own, a source tree's, and those built in. */
#include "shell/lua_files.h"

#include "base/cleanup.h"
#include "script/embedded.h"
#include "script/folders.h"
#include "shell/lua_state.h"

#include <glob.h>
#include <lauxlib.h>
#include <string.h>

static int run_path(lua_State *L)
{
	if (luaL_loadfilex(L, lua_touserdata(L, 1), "t") != LUA_OK)
		return lua_error(L);
	lua_call(L, 0, 0);
	return 0;
}

struct pf_error *pf_lua_files_run(struct pf_session *session, const char *path)
{
	return pf_lua_protect(session, run_path, (void *)path);
}

static int run_embedded(lua_State *L)
{
	const struct pf_embedded_file *file = lua_touserdata(L, 1);
	const char *name = lua_pushfstring(L, "=%s", file->name);
	if (luaL_loadbufferx(L, (const char *)file->data, file->size, name, "t") != LUA_OK)
		return lua_error(L);
	lua_call(L, 0, 0);
	return 0;
}

static void report(struct pf_error *err)
{
	if (err)
		fprintf(stderr, "warning: %s\n", pf_error_message(err));
	pf_error_destroy(err);
}

/* A source tree's file of the same name goes before one that is built in. */
static void run_builtin(struct pf_session *session, const char *tree,
			const struct pf_embedded_file *file)
{
	PF_GUARD(pf_text_deinit) struct pf_text path = { 0 };
	if (tree)
		pf_text_printf(&path, "%s/%s", tree, file->name);
	if (path.bytes && !access(path.bytes, F_OK))
		report(pf_lua_files_run(session, path.bytes));
	else
		report(pf_lua_protect(session, run_embedded, (void *)file));
}

static bool is_builtin(const char *path)
{
	for (const struct pf_embedded_file *file = pf_embedded_files; file->name; file++) {
		size_t size = strlen(file->name), path_size = strlen(path);
		if (path_size > size && !strcmp(path + path_size - size, file->name))
			return true;
	}
	return false;
}

/* Runs FOLDER/commands, and of a source tree only what is not built in. */
static void run_folder(struct pf_session *session, const char *folder, bool is_tree)
{
	PF_GUARD(pf_text_deinit) struct pf_text pattern = { 0 };
	pf_text_printf(&pattern, "%s/commands/*.lua", folder);
	PF_GUARD(globfree) glob_t found = { 0 };
	if (!pattern.bytes || glob(pattern.bytes, 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		if (!is_tree || !is_builtin(found.gl_pathv[i]))
			report(pf_lua_files_run(session, found.gl_pathv[i]));
	}
}

struct pf_error *pf_lua_files_run_commands(struct pf_session *session)
{
	const char *tree = getenv("PYFLAME_LUA_PATH");
	for (const struct pf_embedded_file *file = pf_embedded_files; file->name; file++) {
		if (!strncmp(file->name, "commands/", strlen("commands/")))
			run_builtin(session, tree, file);
	}
	if (tree)
		run_folder(session, tree, true);
	PF_GUARD(pf_text_deinit) struct pf_text config = { 0 };
	pf_folder_config(&config);
	if (config.size && !session->no_user_files)
		run_folder(session, config.bytes, false);
	return pf_text_check(&config);
}
