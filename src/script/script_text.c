/* Text that is being made for Lua: let go also when a call raises. */
#include "script/script.h"

#define TEXT "pyflame.text"

struct script_text *script_text_push(lua_State *L)
{
	return script_object_push(L, TEXT, sizeof(struct script_text), 0);
}

int script_text_result(lua_State *L, struct script_text *text)
{
	if (text->text.failed)
		return script_raise(L, &pf_error_no_memory);
	lua_pushlstring(L, pf_text_str(&text->text), text->text.size);
	pf_text_deinit(&text->text);
	text->text = (struct pf_text){ 0 };
	return 1;
}

static int text_gc(lua_State *L)
{
	struct script_text *text = luaL_checkudata(L, 1, TEXT);
	pf_text_deinit(&text->text);
	text->text = (struct pf_text){ 0 };
	return 0;
}

void script_text_register(lua_State *L)
{
	static const luaL_Reg metamethods[] = {
		{ "__gc", text_gc },
		{ NULL, NULL },
	};
	static const struct script_class class = { .name = TEXT, .metamethods = metamethods };
	script_class_register(L, &class);
}
