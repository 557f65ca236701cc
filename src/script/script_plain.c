/* What an object is as a value of Lua's own: read in a look, pushed afterwards. */
#include "script/value.h"

#include <math.h>

struct pf_error *script_plain_read(struct pf_view *view, pf_addr at, unsigned max_string,
				   struct pf_text *texts, struct script_plain *ret)
{
	ret->text = texts->size;
	PF_TRY(script_found_at(view, at, &ret->found));
	struct pf_error *err = pf_value_plain(view, at, max_string, &ret->plain, texts);
	enum pf_error_code code = err ? pf_error_code(err) : 0;
	if (code == PF_NO_MEMORY || code == PF_GONE || code == PF_INTERRUPTED)
		return err;
	if (err)
		ret->plain.kind = PF_PLAIN_OTHER; /* as an object it tells what is wrong with it */
	pf_error_destroy(err);
	ret->size = texts->size - ret->text;
	return pf_text_check(texts);
}

/* What is our own and a value of Lua's. */
static void read_own(const struct pf_result *result, struct pf_text *texts,
		     struct script_plain *ret)
{
	ret->text = texts->size;
	ret->plain.integer = result->integer;
	ret->plain.real = result->real;
	if (result->kind == PF_RESULT_NONE)
		ret->plain.kind = PF_PLAIN_NONE;
	else if (result->kind == PF_RESULT_BOOL)
		ret->plain.kind = PF_PLAIN_BOOL;
	else if (result->kind == PF_RESULT_INT && !result->text)
		ret->plain.kind = PF_PLAIN_INT;
	else if (result->kind == PF_RESULT_FLOAT)
		ret->plain.kind = PF_PLAIN_FLOAT;
	else if (result->kind == PF_RESULT_STR || result->kind == PF_RESULT_BYTES)
		ret->plain.kind = PF_PLAIN_TEXT;
	if (ret->plain.kind == PF_PLAIN_TEXT)
		pf_text_append(texts, result->text, result->size);
	ret->size = texts->size - ret->text;
}

void script_plain_redact(struct pf_text *texts, struct script_plain *ret)
{
	ret->plain.kind = PF_PLAIN_TEXT;
	ret->text = texts->size;
	pf_text_append_str(texts, PF_REDACTED);
	ret->size = texts->size - ret->text;
}

struct pf_error *script_plain_read_result(struct pf_view *view, const struct pf_result *result,
					  unsigned max_string, struct pf_text *texts,
					  struct script_plain *ret)
{
	*ret = (struct script_plain){ .plain.kind = PF_PLAIN_OTHER };
	if (result->secret) {
		script_plain_redact(texts, ret);
		return pf_text_check(texts);
	}
	if (result->kind == PF_RESULT_OBJECT)
		return script_plain_read(view, result->at, max_string, texts, ret);
	read_own(result, texts, ret);
	return pf_text_check(texts);
}

bool script_result_of(lua_State *L, int index, struct pf_arena *arena, struct pf_result *ret)
{
	const struct script_value *value = script_value_test(L, index);
	size_t size = 0;
	if (value)
		*ret = value->result;
	else if (lua_isboolean(L, index))
		*ret = pf_result_of_bool(lua_toboolean(L, index));
	else if (lua_isinteger(L, index))
		*ret = pf_result_of_int(lua_tointeger(L, index));
	else if (lua_type(L, index) == LUA_TNUMBER)
		*ret = pf_result_of_float(lua_tonumber(L, index));
	else if (lua_type(L, index) != LUA_TSTRING)
		return false;
	if (lua_type(L, index) != LUA_TSTRING)
		return true;
	const char *text = lua_tolstring(L, index, &size);
	struct pf_error *err = pf_result_of_text(text, size, arena, ret);
	return err ? script_raise(L, err) : true;
}

/* Lua's strings may have NULs inside. */
static void push_with_nuls(lua_State *L, const char *text, size_t size)
{
	luaL_Buffer buffer;
	luaL_buffinit(L, &buffer);
	for (size_t i = 0; i < size; i++) {
		bool nul = i + 1 < size && pf_text_is_nul(text + i);
		luaL_addchar(&buffer, nul ? '\0' : text[i]);
		i += nul;
	}
	luaL_pushresult(&buffer);
}

void script_plain_push(lua_State *L, int value, const struct pf_text *texts,
		       const struct script_plain *it)
{
	switch (it->plain.kind) {
	case PF_PLAIN_NONE:
		lua_pushnil(L);
		return;
	case PF_PLAIN_BOOL:
		lua_pushboolean(L, it->plain.integer != 0);
		return;
	case PF_PLAIN_INT:
		lua_pushinteger(L, it->plain.integer);
		return;
	case PF_PLAIN_FLOAT:
		lua_pushnumber(L, it->plain.real);
		return;
	case PF_PLAIN_TEXT:
		push_with_nuls(L, pf_text_str(texts) + it->text, it->size);
		return;
	case PF_PLAIN_OTHER:
	case PF_PLAIN_SEQUENCE:
	case PF_PLAIN_MAPPING:
		script_value_push_found(L, value, it->found);
	}
}

void script_plain_push_key(lua_State *L, int value, const struct pf_text *texts,
			   const struct script_plain *it)
{
	bool is_nan = it->plain.kind == PF_PLAIN_FLOAT && isnan(it->plain.real);
	if (is_nan || it->plain.kind == PF_PLAIN_NONE) /* no keys in Lua */
		script_value_push_found(L, value, it->found);
	else
		script_plain_push(L, value, texts, it);
}
