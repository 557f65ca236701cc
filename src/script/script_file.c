/* The Lua output file: named once it is whole, and safe from a full disk. */
#include "base/safe_file.h"
#include "script/script.h"

#include <stdio.h>

#define FILE_CLASS "pyflame.file"

struct file {
	struct pf_safe_file *file; /* NULL: closed */
};

static struct file *push(lua_State *L)
{
	return script_object_push(L, FILE_CLASS, sizeof(struct file), 0);
}

/* pyflame.create(path) -> file | nil, message, code; pyflame.create(io_file) writes to that one */
int script_file_create(lua_State *L)
{
	const luaL_Stream *stream = luaL_testudata(L, 1, LUA_FILEHANDLE);
	if (stream) {
		luaL_argcheck(L, stream->closef, 1, "a closed file");
		return script_result(L, pf_safe_file_open(fileno(stream->f), &push(L)->file));
	}
	const char *path = luaL_checkstring(L, 1);
	return script_result(L, pf_safe_file_create(path, &push(L)->file));
}

/* pyflame.replaceable(path) -> the path that links lead to | nil, message, code */
int script_file_locate(lua_State *L)
{
	const char *path = luaL_checkstring(L, 1);
	struct script_text *real = script_text_push(L);
	struct pf_error *err = pf_safe_file_locate(path, &real->text);
	return err ? script_result(L, err) : script_text_result(L, real);
}

static struct pf_safe_file *check(lua_State *L)
{
	const struct file *file = luaL_checkudata(L, 1, FILE_CLASS);
	if (!file->file)
		luaL_error(L, "the file is closed");
	return file->file;
}

/* file:write(text, ...) -> file | nil, message, code */
static int file_write(lua_State *L)
{
	struct pf_safe_file *file = check(L);
	int count = lua_gettop(L);
	for (int i = 2; i <= count; i++) {
		size_t size;
		const char *text = luaL_checklstring(L, i, &size);
		struct pf_error *err = pf_safe_file_write(file, text, size);
		if (err)
			return script_result(L, err);
	}
	lua_settop(L, 1);
	return 1;
}

/* file:finish() -> true | nil, message, code: writes all out and gives the file its name */
static int file_finish(lua_State *L)
{
	struct pf_error *err = pf_safe_file_finish(check(L));
	lua_pushboolean(L, true);
	return script_result(L, err);
}

/* file:close(): a file that was not finished leaves nothing behind */
static int file_close(lua_State *L)
{
	struct file *file = luaL_checkudata(L, 1, FILE_CLASS);
	pf_safe_file_destroy(file->file);
	file->file = NULL;
	return 0;
}

static const luaL_Reg methods[] = {
	{ "close", file_close },
	{ "finish", file_finish },
	{ "write", file_write },
	{ NULL, NULL },
};

static const luaL_Reg metamethods[] = {
	{ "__close", file_close },
	{ "__gc", file_close },
	{ NULL, NULL },
};

void script_file_register(lua_State *L)
{
	static const struct script_class class = { FILE_CLASS, methods, NULL, metamethods, NULL };
	script_class_register(L, &class);
}
