/* process:async_tasks(): asyncio's tasks, where they stand, and who awaits whom. */
#include "script/script.h"

static const char *const states[] = { [PF_ASYNC_READY] = "ready",
				      [PF_ASYNC_RUNNING] = "running",
				      [PF_ASYNC_WAITING] = "waiting",
				      [PF_ASYNC_DONE] = "done" };

static void push_frame(lua_State *L, const struct pf_frame *frame)
{
	const struct pf_code *code = frame->code;
	lua_createtable(L, 0, 3);
	script_set_text(L, "func", code->qualname ? code->qualname : code->function);
	script_set_text(L, "file", code->file);
	script_set_known(L, "line", frame->line, PF_UNKNOWN);
}

static void set_frames(lua_State *L, const struct pf_async_task *task)
{
	lua_createtable(L, (int)task->frame_count, 0);
	for (size_t i = 0; i < task->frame_count; i++) {
		push_frame(L, &task->frames[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, "frames");
	script_set_text(L, "truncated", task->truncated);
}

static void set_awaiters(lua_State *L, const struct pf_async_task *task)
{
	lua_createtable(L, (int)task->awaiter_count, 0);
	for (size_t i = 0; i < task->awaiter_count; i++) {
		lua_pushinteger(L, (lua_Integer)task->awaiters[i] + 1);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, "awaiters");
}

static void push_task(lua_State *L, const struct pf_async_task *task)
{
	lua_createtable(L, 0, 14);
	script_set_integer(L, "at", (int64_t)task->at);
	script_set_known(L, "loop", (int64_t)task->loop, 0);
	script_set_text(L, "name", task->name);
	script_set_text(L, "coroutine", task->coroutine);
	script_set_text(L, "state", states[task->state]);
	script_set_known(L, "thread", (int64_t)task->thread, 0);
	script_set_known(L, "waiter", (int64_t)task->waiter, 0);
	script_set_text(L, "waiter_type", task->waiter_type);
	script_set_text(L, "outside", task->outside);
	script_set_known(L, "worker", (int64_t)task->worker, 0);
	set_frames(L, task);
	set_awaiters(L, task);
}

static void push_tasks(lua_State *L, const struct pf_async_tasks *tasks)
{
	lua_createtable(L, (int)tasks->count, 4);
	for (size_t i = 0; i < tasks->count; i++) {
		push_task(L, &tasks->items[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	script_set_integer(L, "unread", (int64_t)tasks->unread);
	script_set_boolean(L, "late", tasks->late);
	script_set_text(L, "truncated", tasks->truncated);
	script_set_integer(L, "pause_ns", (int64_t)tasks->pause_ns);
}

static void destroy(void *tasks)
{
	pf_async_tasks_destroy(tasks);
}

/* Whether {done = true} was asked for. */
static bool check_options(lua_State *L)
{
	if (lua_isnoneornil(L, 2))
		return false;
	luaL_checktype(L, 2, LUA_TTABLE);
	lua_getfield(L, 2, "done");
	return lua_toboolean(L, -1);
}

/* process:async_tasks([{done=}]) -> array of tables | nil, message, code */
int script_async_read(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	bool done = check_options(L);
	struct script_guard *guard = script_guard_push(L, destroy);
	struct pf_async_tasks *tasks;
	pf_attachment_begin_work();
	struct pf_error *err =
		pf_python_read_async_tasks(it->python, pf_attachment_python_hold(it), done, &tasks);
	pf_attachment_end_work();
	if (err)
		return script_result(L, err);
	guard->owned = tasks;
	push_tasks(L, tasks);
	script_guard_empty(guard);
	return 1;
}
