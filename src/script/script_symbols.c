/* process:symbols(), process:symbol_at() and process:files(): ELF files and their symbols. */
#include "script/script.h"

#include <stdlib.h>

/* So many symbols are listed unless told otherwise, and at most. */
enum { LIMIT = 10000, MAX_LIMIT = 1000000 };

static void push_symbol(lua_State *L, const struct pf_symbol *symbol)
{
	lua_createtable(L, 0, 5);
	script_set_text(L, "name", symbol->name);
	script_set_text(L, "section", symbol->section);
	script_set_text(L, "path", symbol->path);
	script_set_integer(L, "at", (int64_t)symbol->at);
	script_set_integer(L, "size", (int64_t)symbol->size);
}

/* process:symbol_at(at) -> table | nil when there is none | nil, message, code */
int script_symbols_find_at(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	struct pf_symbol symbol;
	pf_addr at = (pf_addr)luaL_checkinteger(L, 2);
	struct pf_error *err = pf_process_find_symbol_at(it->process, at, &symbol);
	if (err || !symbol.name)
		return lua_pushnil(L), script_result(L, err);
	push_symbol(L, &symbol);
	return 1;
}

static void destroy_symbols(void *symbols)
{
	pf_symbols_destroy(symbols);
}

/* process:symbols([pattern], [limit]) -> array, whether there are more | nil, message, code */
int script_symbols_list(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	const char *pattern = luaL_optstring(L, 2, NULL);
	lua_Integer limit = luaL_optinteger(L, 3, LIMIT);
	luaL_argcheck(L, limit >= 0 && limit <= MAX_LIMIT, 3, "not between 0 and 1000000");
	struct script_guard *guard = script_guard_push(L, destroy_symbols);
	struct pf_symbols *symbols;
	struct pf_error *err =
		pf_process_list_symbols(it->process, pattern, (size_t)limit, &symbols);
	if (err)
		return script_result(L, err);
	guard->owned = symbols;
	lua_createtable(L, (int)pf_symbols_count(symbols), 0);
	for (size_t i = 0; i < pf_symbols_count(symbols); i++) {
		push_symbol(L, pf_symbols_get(symbols, i));
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_pushboolean(L, pf_symbols_has_more(symbols));
	script_guard_empty(guard);
	return 2;
}

static void push_file(lua_State *L, const struct pf_file *file)
{
	lua_createtable(L, 0, 5);
	script_set_text(L, "path", file->path);
	script_set_integer(L, "start", (int64_t)file->start);
	script_set_integer(L, "size", (int64_t)(file->end - file->start));
	script_set_boolean(L, "deleted", file->deleted);
	if (*file->build_id)
		script_set_text(L, "build_id", file->build_id);
}

/* process:files() -> array of tables | nil, message, code */
int script_symbols_files(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	struct script_guard *guard = script_guard_push(L, free);
	struct pf_file *files;
	size_t count;
	struct pf_error *err = pf_process_read_files(it->process, &files, &count);
	if (err)
		return script_result(L, err);
	guard->owned = files;
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		push_file(L, &files[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	script_guard_empty(guard);
	return 1;
}
