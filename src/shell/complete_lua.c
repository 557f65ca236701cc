/* Completion of Lua code: globals, fields of tables, methods of objects. */
#include "shell/complete.h"
#include "shell/lua_state.h"

#include <ctype.h>
#include <lauxlib.h>
#include <string.h>

enum { MAX_NAMES = 2000, MAX_CLASSES = 8 };

/* The names that the code ends in: "pf.process" has the table "pf" and begins a word. */
struct query {
	const char *path; /* "a.b." of "a.b.c", up to WORD */
	const char *word;
	struct pf_names *ret;
	struct pf_error *err;
};

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool is_identifier(const char *text)
{
	size_t size = 0;
	while (is_letter(text[size]))
		size++;
	return size && !text[size] && !isdigit((unsigned char)*text);
}

/* The part of CODE that QUERY is about; false when there are no names at its end. */
static bool parse(const char *code, struct query *query)
{
	const char *end = code + strlen(code);
	query->word = end;
	while (query->word > code && is_letter(query->word[-1]))
		query->word--;
	query->path = query->word;
	while (query->path > code && (is_letter(query->path[-1]) || query->path[-1] == '.' ||
				      (query->path == query->word && query->path[-1] == ':')))
		query->path--;
	return query->path == query->word
		       ? !isdigit((unsigned char)*query->path)
		       : isalpha((unsigned char)*query->path) || *query->path == '_';
}

/* Replaces the value on top by what it has as KEY, without running code of anybody's. */
static void get_field(lua_State *L, const char *key, size_t size)
{
	if (lua_istable(L, -1)) {
		lua_pushlstring(L, key, size);
		lua_rawget(L, -2);
	} else {
		lua_pushnil(L);
	}
	lua_remove(L, -2);
}

/* Pushes what the path stands for. */
static void push_value(lua_State *L, const struct query *query)
{
	lua_pushglobaltable(L);
	for (const char *at = query->path; at < query->word;) {
		size_t size = strcspn(at, ".:");
		get_field(L, at, size);
		at += size + 1;
	}
}

/* Adds the keys of the table on top, functions only for methods; pops nothing. */
static void add_keys(lua_State *L, struct query *query, bool functions)
{
	struct pf_names *ret = query->ret;
	if (!lua_istable(L, -1))
		return;
	lua_pushnil(L);
	while (lua_next(L, -2)) {
		bool fits = lua_type(L, -2) == LUA_TSTRING &&
			    (!functions || lua_isfunction(L, -1)) &&
			    is_identifier(lua_tostring(L, -2));
		if (fits && !query->err && ret->list.count < MAX_NAMES)
			query->err = pf_names_add_match(ret, lua_tostring(L, -2), query->word);
		lua_pop(L, 1);
	}
}

/* The methods and properties that objects of ours keep beside their __index. */
static void add_class(lua_State *L, struct query *query, bool functions)
{
	for (int i = 1; i <= 2 && lua_getupvalue(L, -1, i); i++) {
		if (i == 1 || !functions)
			add_keys(L, query, functions);
		lua_pop(L, 1);
	}
}

static int complete_protected(lua_State *L)
{
	struct query *query = lua_touserdata(L, 1);
	bool methods = query->word > query->path && query->word[-1] == ':';
	push_value(L, query);
	add_keys(L, query, methods);
	for (int i = 0; i < MAX_CLASSES && luaL_getmetafield(L, -1, "__index") != LUA_TNIL; i++) {
		if (lua_iscfunction(L, -1))
			add_class(L, query, methods);
		add_keys(L, query, methods);
	}
	return 0;
}

struct pf_error *pf_complete_lua(struct pf_session *session, const struct pf_command *command,
				 const char *word, struct pf_names *ret)
{
	(void)command;
	(void)word;
	struct query query = { .ret = ret };
	ret->raw = true;
	ret->open = true;
	if (!session->lua || !parse(ret->rest, &query))
		return NULL;
	ret->from = (size_t)(query.word - ret->line);
	struct pf_error *err = pf_lua_protect(session, complete_protected, &query);
	if (!err)
		return query.err;
	pf_error_destroy(query.err);
	return err;
}
