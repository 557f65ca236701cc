/* The Lua sampled thread: who a sample is of. */
#include "script/samples.h"

#define THREAD "pyflame.sampled_thread"

/* The user value is what keeps the profile. */
struct sampled_thread {
	const struct pf_profile *profile;
	uint32_t index;
};

void script_sampled_thread_push(lua_State *L, int owner, const struct pf_profile *profile,
				uint32_t index)
{
	struct sampled_thread *thread = script_object_push(L, THREAD, sizeof(*thread), owner);
	*thread = (struct sampled_thread){ profile, index };
}

static const struct pf_sampled_thread *check(lua_State *L)
{
	const struct sampled_thread *thread = luaL_checkudata(L, 1, THREAD);
	return pf_profile_thread(thread->profile, thread->index);
}

static int thread_id(lua_State *L)
{
	lua_pushinteger(L, ((const struct sampled_thread *)luaL_checkudata(L, 1, THREAD))->index);
	return 1;
}

static int thread_tid(lua_State *L)
{
	return script_push_known(L, check(L)->tid, 0);
}

static int thread_ident(lua_State *L)
{
	return script_push_known(L, (lua_Integer)check(L)->ident, 0);
}

static int thread_name(lua_State *L)
{
	return script_push_text(L, check(L)->name);
}

static int thread_pid(lua_State *L)
{
	return script_push_known(L, check(L)->pid, 0);
}

static int thread_interpreter(lua_State *L)
{
	lua_pushinteger(L, check(L)->interpreter);
	return 1;
}

static const luaL_Reg properties[] = {
	{ "id", thread_id },	 { "ident", thread_ident }, { "interpreter", thread_interpreter },
	{ "name", thread_name }, { "pid", thread_pid },	    { "tid", thread_tid },
	{ NULL, NULL },
};

void script_sampled_thread_register(lua_State *L)
{
	static const struct script_class class = { THREAD, NULL, properties, NULL, NULL };
	script_class_register(L, &class);
}
