/* Stacks that Lua prints: through frame filters, and in formats that C has not got. */
#include "shell/lua_stacks.h"

#include "script/script.h"
#include "shell/lua_library.h"
#include "shell/lua_state.h"

/* A call of a function of lua/lib/stacks.lua on its way through pf_lua_protect(). */
struct call {
	const char *function, *format;
	const struct pf_words *words; /* NULL: none */
	struct pf_error *err;	      /* of what it returned as nil, message, code */
};

static int call_protected(lua_State *L)
{
	struct call *call = lua_touserdata(L, 1);
	lua_settop(L, 0);
	lua_pushstring(L, call->format);
	lua_newtable(L);
	for (size_t i = 0; call->words && i < call->words->list.count; i++) {
		lua_pushstring(L, call->words->list.items[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	script_search_call(L, "pyflame.lib.stacks", call->function);
	lua_settop(L, 4);
	if (lua_isnil(L, 1) && lua_isstring(L, 2))
		call->err = pf_lua_error_read(L, 2);
	return 0;
}

static struct pf_error *run(struct pf_session *session, struct call call)
{
	if (!session->lua)
		return pf_error_create(PF_USAGE, "Lua is not there for the format \"%s\".",
				       call.format);
	struct pf_error *err = pf_lua_protect(session, call_protected, &call);
	if (!err)
		return call.err;
	pf_error_destroy(call.err);
	return err;
}

struct pf_error *pf_lua_stacks_backtrace(struct pf_session *session, const struct pf_words *words,
					 const char *format)
{
	return run(session,
		   (struct call){ .function = "backtrace", .format = format, .words = words });
}

struct pf_error *pf_lua_stacks_dump(struct pf_session *session, const char *format)
{
	return run(session, (struct call){ .function = "dump", .format = format });
}

struct pf_error *pf_lua_stacks_check(struct pf_session *session, const char *format)
{
	return run(session, (struct call){ .function = "check", .format = format });
}

static int ask_filters(lua_State *L)
{
	bool *filtered = lua_touserdata(L, 1);
	if (!pf_lua_library_push_loaded(L, "frame_filters", "any"))
		return 0;
	lua_call(L, 0, 1);
	*filtered = lua_toboolean(L, -1);
	return 0;
}

bool pf_lua_stacks_are_filtered(struct pf_session *session)
{
	bool filtered = false;
	if (session->lua)
		pf_error_destroy(pf_lua_protect(session, ask_filters, &filtered));
	return filtered;
}

/* Names to complete on their way through pf_lua_protect(). */
struct completion {
	const char *word;
	struct pf_names *ret;
	struct pf_error *err;
};

static int add_names(lua_State *L)
{
	struct completion *completion = lua_touserdata(L, 1);
	lua_settop(L, 0);
	lua_pushstring(L, "stacks");
	script_search_call(L, "pyflame.lib.formats", "names");
	for (lua_Integer i = 1; !completion->err && lua_geti(L, 1, i) == LUA_TSTRING; i++) {
		completion->err =
			pf_names_add_match(completion->ret, lua_tostring(L, -1), completion->word);
		lua_pop(L, 1);
	}
	return 0;
}

struct pf_error *pf_lua_stacks_complete(struct pf_session *session,
					const struct pf_command *command, const char *word,
					struct pf_names *ret)
{
	struct completion completion = { word, ret, NULL };
	(void)command;
	if (!session->lua)
		return NULL;
	PF_TRY(pf_lua_protect(session, add_names, &completion));
	return completion.err;
}
