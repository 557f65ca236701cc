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
		lua_pushlstring(L, pf_text_str(texts) + it->text, it->size);
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
