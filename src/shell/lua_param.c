/* pyflame.param: settings that are written in Lua, and the values of all. */
#include "shell/lua_param.h"

#include "script/script.h"
#include "shell/lua_state.h"
#include "shell/setting_commands.h"

#include <string.h>

/* Stack indices while a setting is added: its description, and the table that keeps texts. */
enum { GIVEN = 1, KEPT = 2 };

enum { MAX_CHOICES = 10000 };

static void push_value(lua_State *L, const struct pf_setting *setting)
{
	if (setting->type == PF_SETTING_BOOLEAN)
		lua_pushboolean(L, setting->number != 0);
	else if (setting->type == PF_SETTING_CHOICE)
		lua_pushstring(L, setting->choices[setting->number]);
	else if (setting->type == PF_SETTING_TEXT || setting->type == PF_SETTING_FILE)
		lua_pushstring(L, setting->text ? setting->text : "");
	else if (setting->type == PF_SETTING_LIMIT && !setting->number)
		lua_pushnil(L);
	else
		lua_pushinteger(L, setting->number);
}

static struct pf_setting *check_setting(lua_State *L)
{
	const char *name = luaL_checkstring(L, 1);
	struct pf_setting *setting = pf_settings_find(&pf_lua_session(L)->settings, name);
	if (!setting)
		luaL_error(L, "there is no setting \"%s\"", name);
	return setting;
}

int pf_lua_param_get(lua_State *L)
{
	push_value(L, check_setting(L));
	return 1;
}

/* The value at INDEX as "set" takes it. */
static const char *text_of(lua_State *L, int index)
{
	if (lua_isboolean(L, index))
		return lua_toboolean(L, index) ? "on" : "off";
	if (lua_isnil(L, index))
		return "unlimited";
	return luaL_tolstring(L, index, NULL);
}

int pf_lua_param_set(lua_State *L)
{
	struct pf_setting *setting = check_setting(L);
	luaL_checkany(L, 2);
	struct pf_error *err = pf_setting_assign(pf_lua_session(L), setting, text_of(L, 2));
	lua_pushboolean(L, true);
	return script_result(L, err);
}

/* A function of a Lua setting that is to be called, and what came of it. */
struct call {
	const struct pf_setting *setting;
	const char *key;
	struct pf_text *text; /* for what it returns; NULL: nothing is wanted */
	bool found;
};

static int call_protected(lua_State *L)
{
	struct call *call = lua_touserdata(L, 1);
	lua_rawgeti(L, LUA_REGISTRYINDEX, call->setting->lua_ref);
	call->found = lua_getfield(L, -1, call->key) == LUA_TFUNCTION;
	if (!call->found)
		return 0;
	push_value(L, call->setting);
	lua_call(L, 1, 1);
	if (call->text)
		pf_text_append_str(call->text, luaL_tolstring(L, -1, NULL));
	return 0;
}

static struct pf_error *tell(struct pf_session *session, const struct pf_setting *setting)
{
	struct call call = { .setting = setting, .key = "on_set" };
	return pf_lua_protect(session, call_protected, &call);
}

static struct pf_error *say(struct pf_session *session, struct pf_text *text,
			    const struct pf_setting *setting)
{
	struct call call = { .setting = setting, .key = "show", .text = text };
	PF_TRY(pf_lua_protect(session, call_protected, &call));
	if (call.found)
		return NULL;
	struct pf_setting plain = *setting;
	plain.say = NULL;
	return pf_setting_append_sentence(session, text, &plain);
}

/* The string KEY of the description, kept alive; FALLBACK when it is absent. */
static const char *keep_text(lua_State *L, const char *key, const char *fallback)
{
	int type = lua_getfield(L, GIVEN, key);
	if (type == LUA_TNIL && fallback)
		lua_pushstring(L, fallback);
	else if (type != LUA_TSTRING && type != LUA_TNIL)
		luaL_error(L, "param: %s is not a string", key);
	const char *text = lua_tostring(L, -1);
	lua_setfield(L, KEPT, key);
	lua_settop(L, KEPT);
	return text;
}

static void read_type(lua_State *L, struct pf_setting *setting)
{
	static const char *const names[] = { "bool", "int", "uint", "enum", "string", "filename" };
	const char *name = keep_text(L, "type", "string");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!strcmp(names[i], name)) {
			setting->type = (enum pf_setting_type)i;
			return;
		}
	}
	luaL_error(L, "param: there is no type \"%s\"", name);
}

/* Copies the strings of the array GIVEN.values, which may change later, to KEPT.values. */
static size_t keep_choices(lua_State *L)
{
	bool is_array = lua_getfield(L, GIVEN, "values") == LUA_TTABLE;
	size_t count = is_array ? (size_t)lua_rawlen(L, -1) : 0;
	if (!count || count > MAX_CHOICES)
		luaL_error(L, "param: values is not an array of strings");
	lua_createtable(L, (int)count, 0);
	for (int i = 1; i <= (int)count; i++) {
		if (lua_rawgeti(L, -2, i) != LUA_TSTRING)
			luaL_error(L, "param: value %d is not a string", i);
		lua_rawseti(L, -2, i);
	}
	lua_setfield(L, KEPT, "values");
	lua_settop(L, KEPT);
	return count;
}

static void read_choices(lua_State *L, struct pf_setting *setting)
{
	if (setting->type != PF_SETTING_CHOICE)
		return;
	size_t count = keep_choices(L);
	const char **choices = lua_newuserdatauv(L, (count + 1) * sizeof(*choices), 0);
	lua_setfield(L, KEPT, "choices");
	lua_getfield(L, KEPT, "values");
	for (size_t i = 0; i < count; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i + 1);
		choices[i] = lua_tostring(L, -1);
		lua_pop(L, 1);
	}
	choices[count] = NULL;
	setting->choices = choices;
	lua_settop(L, KEPT);
}

static bool is_name(const char *name)
{
	return *name >= 'a' && *name <= 'z' && !strstr(name, "  ") &&
	       name[strlen(name) - 1] != ' ' &&
	       !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_- ")];
}

static void read_setting(lua_State *L, struct pf_setting *setting)
{
	*setting = (struct pf_setting){ .changed = NULL, .say = say };
	setting->name = keep_text(L, "name", "");
	if (!is_name(setting->name))
		luaL_error(L, "param: name \"%s\": words of a-z, 0-9, _ and - are wanted",
			   setting->name);
	read_type(L, setting);
	read_choices(L, setting);
	setting->what = keep_text(L, "what", setting->name);
	setting->help = keep_text(L, "help", NULL);
	setting->sentence = keep_text(L, "sentence", NULL);
	if (!setting->sentence) {
		lua_pushfstring(L, "The value of \"%s\" is \"%%s\".", setting->name);
		setting->sentence = lua_tostring(L, -1);
		lua_setfield(L, KEPT, "sentence");
	}
}

static void keep_function(lua_State *L, const char *key)
{
	int type = lua_getfield(L, GIVEN, key);
	if (type != LUA_TFUNCTION && type != LUA_TNIL)
		luaL_error(L, "param: %s is not a function", key);
	lua_setfield(L, KEPT, key);
}

/* The default, before anybody knows of the setting: one that cannot be is an error of it all. */
static struct pf_error *add(lua_State *L, struct pf_setting *setting)
{
	struct pf_session *session = pf_lua_session(L);
	bool is_new = !pf_settings_find(&session->settings, setting->name);
	if (lua_getfield(L, GIVEN, "default") != LUA_TNIL && is_new)
		PF_TRY(pf_setting_assign(session, setting, text_of(L, -1)));
	struct pf_error *err = pf_settings_add(session, setting);
	free(setting->text);
	return err;
}

int pf_lua_param_add(lua_State *L)
{
	luaL_checktype(L, GIVEN, LUA_TTABLE);
	lua_settop(L, GIVEN);
	lua_newtable(L);
	struct pf_setting setting;
	read_setting(L, &setting);
	keep_function(L, "on_set");
	keep_function(L, "show");
	lua_pushvalue(L, KEPT);
	setting.lua_ref = luaL_ref(L, LUA_REGISTRYINDEX);
	struct pf_error *err = add(L, &setting);
	if (err)
		return script_raise(L, err);
	pf_settings_find(&pf_lua_session(L)->settings, setting.name)->changed = tell;
	return 0;
}
