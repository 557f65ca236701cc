/* The Lua module `pyflame`, and what its nouns and the shell use to push its objects. */
#include "script/script.h"

#include "base/text.h"

#ifdef PACKAGE_VERSION
const char pf_script_version[] = PACKAGE_VERSION;
#else
const char pf_script_version[] = "unknown";
#endif

static void deinit_text(void *text)
{
	pf_text_deinit(text);
}

/* pyflame.printable(text) -> text without what could harm a terminal */
static int module_printable(lua_State *L)
{
	size_t size;
	const char *text = luaL_checklstring(L, 1, &size);
	struct script_guard *guard = script_guard_push(L, deinit_text);
	struct pf_text *utf8 = lua_newuserdatauv(L, 2 * sizeof(*utf8), 0);
	struct pf_text *printable = utf8 + 1;
	*utf8 = *printable = (struct pf_text){ 0 };
	pf_text_append_utf8(utf8, text, size);
	pf_text_append_printable(printable, pf_text_str(utf8));
	struct pf_error *err = utf8->failed ? pf_text_check(utf8) : pf_text_check(printable);
	pf_text_deinit(utf8);
	guard->owned = printable;
	if (err)
		return script_raise(L, err);
	lua_pushlstring(L, pf_text_str(printable), printable->size);
	script_guard_empty(guard);
	return 1;
}

static const luaL_Reg functions[] = {
	{ "attach", script_process_attach },
	{ "printable", module_printable },
	{ NULL, NULL },
};

int luaopen_pyflame(lua_State *L)
{
	luaL_checkversion(L);
	script_guard_register(L);
	script_process_register(L);
	script_hold_register(L);
	script_dump_register(L);
	script_interpreter_register(L);
	script_thread_register(L);
	script_frame_register(L);
	script_code_register(L);

	luaL_newlib(L, functions);
	lua_pushstring(L, pf_script_version);
	lua_setfield(L, -2, "version");
	return 1;
}
