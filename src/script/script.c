/* The Lua module `pyflame`, and what its nouns and the shell use to push its objects. */
#include "script/script.h"

#ifdef PACKAGE_VERSION
const char pf_script_version[] = PACKAGE_VERSION;
#else
const char pf_script_version[] = "unknown";
#endif

/* pyflame.printable(text) -> text without what could harm a terminal */
static int module_printable(lua_State *L)
{
	size_t size;
	const char *text = luaL_checklstring(L, 1, &size);
	struct script_text *utf8 = script_text_push(L);
	struct script_text *printable = script_text_push(L);
	pf_text_append_utf8(&utf8->text, text, size);
	pf_text_append_printable(&printable->text, pf_text_str(&utf8->text));
	printable->text.failed = printable->text.failed || utf8->text.failed;
	return script_text_result(L, printable);
}

/* pyflame.json(text) -> it as a JSON string, with its quotes */
static int module_json(lua_State *L)
{
	size_t size;
	const char *text = luaL_checklstring(L, 1, &size);
	struct script_text *utf8 = script_text_push(L);
	struct script_text *json = script_text_push(L);
	pf_text_append_utf8(&utf8->text, text, size);
	pf_text_append_json(&json->text, pf_text_str(&utf8->text));
	json->text.failed = json->text.failed || utf8->text.failed;
	return script_text_result(L, json);
}

/* pyflame.glob(pattern, text) -> whether it matches, as in the options of samples */
static int module_glob(lua_State *L)
{
	lua_pushboolean(L, pf_glob_matches(luaL_checkstring(L, 1), luaL_checkstring(L, 2)));
	return 1;
}

static const luaL_Reg functions[] = {
	{ "attach", script_process_attach },
	{ "create", script_file_create },
	{ "descendants", script_descendants_list },
	{ "find_script", script_library_find },
	{ "glob", module_glob },
	{ "json", module_json },
	{ "launch", script_launch_start },
	{ "printable", module_printable },
	{ "recording", script_recording_read },
	{ "replaceable", script_file_locate },
	{ "samples", script_samples_of_pid },
	{ "script", script_library_begin },
	{ "scripts", script_library_list },
	{ "sleep", script_sleep },
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
	script_text_register(L);
	script_samples_register(L);
	script_sample_register(L);
	script_sampled_thread_register(L);
	script_place_register(L);
	script_shield_register(L);
	script_tally_register(L);
	script_file_register(L);
	script_launch_register(L);
	script_value_register(L);
	script_search_register(L);

	luaL_newlib(L, functions);
	lua_pushstring(L, pf_script_version);
	lua_setfield(L, -2, "version");
	return 1;
}
