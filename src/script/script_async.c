/* process:async_tasks(): asyncio's tasks, where they stand, and who awaits whom. */
#include "script/script.h"

#include <stdlib.h>

static const char *const states[] = { [PF_ASYNC_READY] = "ready",
				      [PF_ASYNC_RUNNING] = "running",
				      [PF_ASYNC_WAITING] = "waiting",
				      [PF_ASYNC_DONE] = "done" };

/* What the frames at the Lua index DUMP are of. */
struct listing {
	const struct pf_async_tasks *tasks;
	const struct pf_dump *dump; /* in which each task is a thread */
	int index;		    /* of the dump's userdata */
};

static void set_frames(lua_State *L, const struct listing *listing, size_t task)
{
	const struct pf_thread *thread = &listing->dump->threads[task];
	lua_createtable(L, (int)thread->frame_count, 0);
	for (size_t i = 0; i < thread->frame_count; i++) {
		script_frame_push(L, listing->index, thread, i);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, "frames");
	script_set_text(L, "truncated", thread->truncated);
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

static void push_task(lua_State *L, const struct listing *listing, size_t index)
{
	const struct pf_async_task *task = &listing->tasks->items[index];
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
	script_set_known(L, "blocked", (int64_t)task->blocked, 0);
	script_set_known(L, "worker", (int64_t)task->worker, 0);
	set_frames(L, listing, index);
	set_awaiters(L, task);
}

static void push_tasks(lua_State *L, const struct listing *listing)
{
	const struct pf_async_tasks *tasks = listing->tasks;
	lua_createtable(L, (int)tasks->count, 4);
	for (size_t i = 0; i < tasks->count; i++) {
		push_task(L, listing, i);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	script_set_integer(L, "unread", (int64_t)tasks->unread);
	script_set_boolean(L, "late", tasks->late);
	script_set_text(L, "truncated", tasks->truncated);
	script_set_integer(L, "pause_ns", (int64_t)tasks->pause_ns);
}

static void make_thread(const struct pf_async_task *task, struct pf_thread *ret)
{
	*ret = (struct pf_thread){ .at = task->thread ? task->thread : task->at,
				   .name = task->name,
				   .state = '?',
				   .syscall = PF_UNKNOWN,
				   .truncated = task->truncated,
				   .frames = task->frames,
				   .frame_count = task->frame_count };
}

/* Frames belong to a dump. */
static struct pf_error *make_dump(const struct pf_async_tasks *tasks, struct pf_dump **ret)
{
	struct pf_dump *dump = calloc(1, sizeof(*dump));
	if (!dump)
		return &pf_error_no_memory;
	*ret = dump;
	dump->interpreters = calloc(1, sizeof(*dump->interpreters));
	dump->threads = calloc(tasks->count + 1, sizeof(*dump->threads));
	if (!dump->interpreters || !dump->threads)
		return &pf_error_no_memory;
	dump->interpreter_count = 1;
	dump->thread_count = dump->interpreters[0].thread_count = tasks->count;
	for (size_t i = 0; i < tasks->count; i++)
		make_thread(&tasks->items[i], &dump->threads[i]);
	return NULL;
}

static struct pf_error *read_tasks(struct pf_attachment *it, bool done, struct pf_async_tasks **ret)
{
	pf_attachment_begin_work();
	struct pf_error *err =
		pf_python_read_async_tasks(it->python, pf_attachment_python_hold(it), done, ret);
	pf_attachment_end_work();
	return err;
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
	struct pf_dump **box = script_dump_push(L, 1, it);
	struct listing listing = { .index = lua_gettop(L) };
	struct pf_async_tasks *tasks;
	struct pf_error *err = read_tasks(it, done, &tasks);
	if (err)
		return script_result(L, err);
	script_dump_keep_tasks(L, listing.index, tasks);
	err = make_dump(tasks, box);
	if (err)
		return script_result(L, err);
	listing.tasks = tasks;
	listing.dump = *box;
	script_collect_some(L, tasks->count * sizeof(struct pf_async_task));
	push_tasks(L, &listing);
	return 1;
}
