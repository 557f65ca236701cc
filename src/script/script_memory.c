/* process:read(), process:symbol() and process:open(): bytes of a process and of its files. */
#include "script/script.h"

#include <stdio.h>
#include <unistd.h>

enum { MAX_READ = 64 * 1024 * 1024 };

/* process:read(at, size) -> string | nil, message, code */
int script_memory_read(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	pf_addr at = (pf_addr)luaL_checkinteger(L, 2);
	lua_Integer size = luaL_checkinteger(L, 3);
	luaL_argcheck(L, size >= 0 && size <= MAX_READ, 3, "not between 0 and 64 MiB");
	luaL_Buffer buffer;
	char *bytes = luaL_buffinitsize(L, &buffer, (size_t)size);
	struct pf_error *err = pf_process_read(it->process, at, bytes, (size_t)size);
	luaL_pushresultsize(&buffer, err ? 0 : (size_t)size);
	return script_result(L, err);
}

/* process:symbol(name) -> address, size | nil when no file has it | nil, message, code */
int script_memory_symbol(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	pf_addr at = 0;
	const char *name = luaL_checkstring(L, 2);
	uint64_t size = 0;
	struct pf_error *err = pf_process_find_symbol(it->process, name, &at, &size);
	if (err || !at)
		return lua_pushnil(L), script_result(L, err);
	lua_pushinteger(L, (lua_Integer)at);
	lua_pushinteger(L, (lua_Integer)size);
	return 2;
}

static int close_file(lua_State *L)
{
	luaL_Stream *stream = luaL_checkudata(L, 1, LUA_FILEHANDLE);
	return luaL_fileresult(L, !fclose(stream->f), NULL);
}

/* process:open(path) -> file of Lua's io, for reading | nil, message, code */
int script_memory_open(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	const char *path = luaL_checkstring(L, 2);
	luaL_Stream *stream = lua_newuserdatauv(L, sizeof(*stream), 0);
	*stream = (luaL_Stream){ 0 }; /* closed until there is a file */
	luaL_setmetatable(L, LUA_FILEHANDLE);
	int fd;
	struct pf_error *err = pf_process_open_file(it->process, path, &fd);
	if (err)
		return script_result(L, err);
	stream->f = fdopen(fd, "r");
	if (stream->f)
		stream->closef = close_file;
	else
		close(fd);
	return script_result(L, stream->f ? NULL : &pf_error_no_memory);
}
