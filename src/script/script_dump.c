/* The Lua dump: every thread's stack at one instant, kept in C. */
#include "script/script.h"

#define DUMP "pyflame.dump"

/* The user value, if there is one, is the process, which owns the attachment. */
struct dump {
	struct pf_dump *it;
	struct pf_async_tasks *tasks; /* whose frames it has; NULL: they are its own */
	struct script_source of;
};

struct pf_dump **script_dump_push(lua_State *L, int owner, struct pf_attachment *attachment)
{
	struct dump *dump = script_object_push(L, DUMP, sizeof(*dump), owner);
	dump->of = (struct script_source){ attachment, attachment->generation };
	return &dump->it;
}

void script_dump_keep_tasks(lua_State *L, int index, struct pf_async_tasks *tasks)
{
	((struct dump *)luaL_checkudata(L, index, DUMP))->tasks = tasks;
}

struct script_source script_dump_source(lua_State *L, int index)
{
	return ((const struct dump *)luaL_checkudata(L, index, DUMP))->of;
}

static void tell_collector(lua_State *L, const struct pf_dump *dump)
{
	size_t frames = 0;
	for (size_t i = 0; i < dump->thread_count; i++)
		frames += dump->threads[i].frame_count;
	script_collect_some(L, frames * sizeof(struct pf_frame));
}

struct pf_error *script_dump_take(lua_State *L, int owner)
{
	struct pf_attachment *attachment = script_process_check(L, owner);
	struct pf_dump **box = script_dump_push(L, owner, attachment);
	PF_TRY(pf_attachment_dump(attachment, NULL, box));
	tell_collector(L, *box);
	return NULL;
}

static const struct pf_dump *check(lua_State *L)
{
	return ((const struct dump *)luaL_checkudata(L, 1, DUMP))->it;
}

static int dump_gc(lua_State *L)
{
	struct dump *dump = luaL_checkudata(L, 1, DUMP);
	pf_dump_destroy(dump->it);
	pf_async_tasks_destroy(dump->tasks);
	dump->it = NULL;
	dump->tasks = NULL;
	return 0;
}

static int dump_interpreters(lua_State *L)
{
	script_interpreters_push(L, 1, check(L));
	return 1;
}

static int dump_threads(lua_State *L)
{
	const struct pf_dump *dump = check(L);
	script_threads_push(L, 1, dump, 0, dump->thread_count);
	return 1;
}

static int dump_pause_ns(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)check(L)->pause_ns);
	return 1;
}

static int dump_truncated(lua_State *L)
{
	return script_push_text(L, check(L)->truncated);
}

static const luaL_Reg properties[] = {
	{ "interpreters", dump_interpreters },
	{ "pause_ns", dump_pause_ns },
	{ "threads", dump_threads },
	{ "truncated", dump_truncated },
	{ NULL, NULL },
};

static const luaL_Reg metamethods[] = {
	{ "__gc", dump_gc },
	{ NULL, NULL },
};

void script_dump_register(lua_State *L)
{
	static const struct script_class class = { DUMP, NULL, properties, metamethods, NULL };
	script_class_register(L, &class);
}
