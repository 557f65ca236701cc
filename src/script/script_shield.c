/* The Lua shield: between the end of sampling and that of writing, a signal ends nothing. */
#include "script/interruption.h"
#include "script/samples.h"

#define SHIELD "pyflame.shield"

struct shield {
	bool counted; /* by script_interruption_begin() */
};

/* samples:shield() -> shield | nil */
int script_samples_shield(lua_State *L)
{
	bool sampling = script_samples_check(L, 1)->counted;
	if (!sampling)
		return script_push_text(L, NULL);
	struct shield *shield = script_object_push(L, SHIELD, sizeof(*shield), 0);
	script_interruption_begin();
	shield->counted = true;
	return 1;
}

static int shield_close(lua_State *L)
{
	struct shield *shield = luaL_checkudata(L, 1, SHIELD);
	if (shield->counted)
		script_interruption_end();
	shield->counted = false;
	return 0;
}

static const luaL_Reg methods[] = {
	{ "close", shield_close },
	{ NULL, NULL },
};

static const luaL_Reg metamethods[] = {
	{ "__close", shield_close },
	{ "__gc", shield_close },
	{ NULL, NULL },
};

void script_shield_register(lua_State *L)
{
	static const struct script_class class = { SHIELD, methods, NULL, metamethods, NULL };
	script_class_register(L, &class);
}
