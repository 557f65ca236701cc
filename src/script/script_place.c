/* The Lua place: the content of a frame of a sample. */
#include "base/text.h"
#include "script/samples.h"

#define PLACE "pyflame.place"

/* The user value is what keeps the profile. */
struct place {
	const struct pf_profile *profile;
	uint32_t index;
};

void script_place_push(lua_State *L, int owner, const struct pf_profile *profile, uint32_t index)
{
	struct place *place = script_object_push(L, PLACE, sizeof(*place), owner);
	*place = (struct place){ profile, index };
}

static const struct pf_place *check(lua_State *L)
{
	const struct place *place = luaL_checkudata(L, 1, PLACE);
	return pf_profile_place(place->profile, place->index);
}

static int place_file(lua_State *L)
{
	return script_push_text(L, check(L)->file);
}

static int place_name(lua_State *L)
{
	return script_push_text(L, check(L)->function);
}

static int place_qualname(lua_State *L)
{
	return script_push_text(L, check(L)->qualname);
}

static int place_line(lua_State *L)
{
	return script_push_known(L, check(L)->line, PF_UNKNOWN);
}

static int place_id(lua_State *L)
{
	lua_pushinteger(L, ((const struct place *)luaL_checkudata(L, 1, PLACE))->index);
	return 1;
}

static int push_formatted(lua_State *L, const char *format)
{
	const struct pf_place *it = check(L);
	struct script_text *text = script_text_push(L);
	pf_place_append(&text->text, it, format);
	return script_text_result(L, text);
}

/* place:text([format]) -> its parts, as "%f:%n:%l" says */
static int place_text(lua_State *L)
{
	return push_formatted(L, luaL_optstring(L, 2, "%f:%n:%l"));
}

/* "leaf at /srv/app.py:13", as a frame of a dump */
static int place_tostring(lua_State *L)
{
	return push_formatted(L, check(L)->line == PF_UNKNOWN ? "%q at %f" : "%q at %f:%l");
}

static const luaL_Reg methods[] = {
	{ "text", place_text },
	{ NULL, NULL },
};

static const luaL_Reg properties[] = {
	{ "file", place_file },
	{ "function", place_name }, /* a keyword of Lua: place["function"] */
	{ "id", place_id },
	{ "line", place_line },
	{ "name", place_name },
	{ "qualname", place_qualname },
	{ NULL, NULL },
};

static const luaL_Reg metamethods[] = {
	{ "__tostring", place_tostring },
	{ NULL, NULL },
};

void script_place_register(lua_State *L)
{
	static const struct script_class class = { PLACE, methods, properties, metamethods, NULL };
	script_class_register(L, &class);
}
