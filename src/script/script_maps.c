/* process:maps() and process:tasks(): what the kernel knows, as arrays of tables. */
#include "script/script.h"

#include <stdlib.h>

static void destroy_maps(void *maps)
{
	pf_maps_destroy(maps);
}

static void push_region(lua_State *L, const struct pf_map_region *region)
{
	lua_createtable(L, 0, 7);
	script_set_integer(L, "start", region->start);
	script_set_integer(L, "size", region->end - region->start);
	script_set_integer(L, "offset", region->offset);
	script_set_integer(L, "inode", region->inode);
	script_set_text(L, "permissions", region->permissions);
	script_set_text(L, "path", region->path);
	script_set_boolean(L, "deleted", region->deleted);
}

/* process:maps() -> array of regions | nil, message, code */
int script_maps_read(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	struct script_guard *guard = script_guard_push(L, destroy_maps);
	struct pf_maps *maps;
	struct pf_error *err = pf_maps_read(it->process, &maps);
	if (err)
		return script_result(L, err);
	guard->owned = maps;
	lua_createtable(L, (int)pf_maps_count(maps), 0);
	for (size_t i = 0; i < pf_maps_count(maps); i++) {
		push_region(L, pf_maps_get(maps, i));
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	script_guard_empty(guard);
	return 1;
}

static void push_task(lua_State *L, const struct pf_task *task)
{
	lua_createtable(L, 0, 4);
	script_set_integer(L, "tid", (uint64_t)task->tid);
	script_set_integer(L, "ns_tid", (uint64_t)task->ns_tid);
	lua_pushlstring(L, &task->state, 1);
	lua_setfield(L, -2, "state");
	script_set_text(L, "comm", task->comm);
}

/* process:tasks() -> array of kernel threads | nil, message, code */
int script_tasks_read(lua_State *L)
{
	struct pf_attachment *it = script_process_check(L, 1);
	struct script_guard *guard = script_guard_push(L, free);
	struct pf_task *tasks;
	size_t count;
	struct pf_error *err = pf_process_read_tasks(it->process, &tasks, &count);
	if (err)
		return script_result(L, err);
	guard->owned = tasks;
	lua_createtable(L, (int)count, 0);
	for (size_t i = 0; i < count; i++) {
		push_task(L, &tasks[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	script_guard_empty(guard);
	return 1;
}
