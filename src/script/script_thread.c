/* The Lua thread: one thread of a dump, and the frames of its stack. */
#include "script/script.h"

#define THREAD "pyflame.thread"

/* The user value is the dump, which owns what this points to. */
struct thread {
	const struct pf_dump *dump;
	const struct pf_thread *it;
};

void script_thread_push(lua_State *L, int owner, const struct pf_dump *dump, size_t index)
{
	struct thread *thread = script_object_push(L, THREAD, sizeof(*thread), owner);
	*thread = (struct thread){ dump, &dump->threads[index] };
}

void script_threads_push(lua_State *L, int owner, const struct pf_dump *dump, size_t first,
			 size_t count)
{
	owner = lua_absindex(L, owner);
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		script_thread_push(L, owner, dump, first + i);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

const struct pf_thread *script_thread_check(lua_State *L, int index,
					    const struct pf_dump **dump_ret)
{
	const struct thread *thread = luaL_checkudata(L, index, THREAD);
	*dump_ret = thread->dump;
	return thread->it;
}

static const struct pf_thread *check(lua_State *L)
{
	return ((const struct thread *)luaL_checkudata(L, 1, THREAD))->it;
}

/* Pushes the frame at LEVEL of the thread at index 1; nil beyond the oldest. */
static int push_frame(lua_State *L, lua_Integer level)
{
	const struct pf_thread *it = check(L);
	if (level < 0 || (lua_Unsigned)level >= it->frame_count)
		return script_push_text(L, NULL);
	lua_getiuservalue(L, 1, 1);
	script_frame_push(L, -1, it, (size_t)level);
	return 1;
}

/* thread[i]: 1 is the newest frame */
static int thread_item(lua_State *L)
{
	return push_frame(L, lua_tointeger(L, 2) - 1);
}

static int thread_len(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)check(L)->frame_count);
	return 1;
}

static int next_frame(lua_State *L)
{
	lua_Integer level = lua_tointeger(L, lua_upvalueindex(2));
	lua_pushinteger(L, level + 1);
	lua_replace(L, lua_upvalueindex(2));
	lua_settop(L, 0);
	lua_pushvalue(L, lua_upvalueindex(1));
	return push_frame(L, level);
}

/* thread:frames() -> iterator over its frames, newest first */
static int thread_frames(lua_State *L)
{
	check(L);
	lua_settop(L, 1);
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, next_frame, 2);
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

static int thread_gil(lua_State *L)
{
	lua_pushboolean(L, check(L)->gil);
	return 1;
}

static int thread_gc(lua_State *L)
{
	lua_pushboolean(L, check(L)->gc);
	return 1;
}

static int thread_state(lua_State *L)
{
	lua_pushlstring(L, &check(L)->state, 1);
	return 1;
}

static int thread_syscall(lua_State *L)
{
	int number = check(L)->syscall;
	return script_push_syscall(L, number, pf_syscall_name(number));
}

static int thread_gil_wait(lua_State *L)
{
	lua_pushboolean(L, check(L)->gil_wait);
	return 1;
}

static int thread_interpreter(lua_State *L)
{
	const struct thread *thread = luaL_checkudata(L, 1, THREAD);
	lua_pushinteger(L, thread->dump->interpreters[thread->it->interpreter].id);
	return 1;
}

static int thread_truncated(lua_State *L)
{
	return script_push_text(L, check(L)->truncated);
}

static int thread_at(lua_State *L)
{
	lua_pushinteger(L, (lua_Integer)check(L)->at);
	return 1;
}

/* 'Thread 14415 "MainThread"' */
static int thread_tostring(lua_State *L)
{
	const struct pf_thread *it = check(L);
	if (it->tid)
		lua_pushfstring(L, "Thread %d", (int)it->tid);
	else
		lua_pushstring(L, "Thread ?");
	if (it->name)
		lua_pushfstring(L, "%s \"%s\"", lua_tostring(L, -1), it->name);
	return 1;
}

static const luaL_Reg methods[] = {
	{ "frames", thread_frames },
	{ NULL, NULL },
};

static const luaL_Reg properties[] = {
	{ "at", thread_at },
	{ "gc", thread_gc },
	{ "gil", thread_gil },
	{ "gil_wait", thread_gil_wait },
	{ "ident", thread_ident },
	{ "interpreter", thread_interpreter },
	{ "name", thread_name },
	{ "state", thread_state },
	{ "syscall", thread_syscall },
	{ "tid", thread_tid },
	{ "truncated", thread_truncated },
	{ NULL, NULL },
};

static const luaL_Reg metamethods[] = {
	{ "__len", thread_len },
	{ "__tostring", thread_tostring },
	{ NULL, NULL },
};

void script_thread_register(lua_State *L)
{
	static const struct script_class class = {
		THREAD, methods, properties, metamethods, thread_item,
	};
	script_class_register(L, &class);
}
