/* The tasks of asyncio: which there are, where they stand, and who awaits whom. */
#include "base/cleanup.h"
#include "python/asyncio_offsets.h"
#include "value/task_list.h"
#include "value/tasks_reading.h"

#include <stdlib.h>

static void clear(struct pf_async_tasks *tasks)
{
	pf_arena_deinit(&tasks->store->arena);
	free(tasks->items);
	*tasks = (struct pf_async_tasks){ .store = tasks->store };
}

void pf_async_tasks_destroy(struct pf_async_tasks *tasks)
{
	if (!tasks)
		return;
	if (tasks->store) {
		clear(tasks);
		pf_code_table_deinit(&tasks->store->codes);
	}
	free(tasks->store);
	free(tasks);
}

PF_DEFINE_GUARD(guard_tasks, struct pf_async_tasks *, pf_async_tasks_destroy);

struct pf_error *pf_tasks_forgive(struct pf_error *err)
{
	if (pf_view_is_fatal(err))
		return err;
	pf_error_destroy(err);
	return NULL;
}

/* --- one look */

static struct pf_error *read_one(struct pf_tasks_reading *reading, pf_addr at)
{
	struct pf_async_tasks *tasks = reading->tasks;
	struct pf_async_task *task = &tasks->items[tasks->count];
	bool wanted = false;
	struct pf_error *err = pf_task_read(reading, at, task, &wanted);
	if (pf_view_is_fatal(err))
		return err;
	tasks->unread += err != NULL;
	tasks->count += !err && wanted;
	pf_error_destroy(err);
	return NULL;
}

static struct pf_error *read_all(struct pf_tasks_reading *reading, const struct pf_task_list *list)
{
	struct pf_async_tasks *tasks = reading->tasks;
	tasks->items = calloc(list->count + 1, sizeof(*tasks->items));
	if (!tasks->items)
		return &pf_error_no_memory;
	tasks->truncated = list->truncated;
	for (size_t i = 0; i < list->count && !tasks->late; i++) {
		tasks->late = pf_view_is_late(reading->view);
		if (tasks->late)
			tasks->unread += list->count - i;
		else
			PF_TRY(read_one(reading, list->items[i]));
	}
	return pf_task_links_read(reading);
}

static void begin(struct pf_tasks_reading *reading, struct pf_view *view)
{
	reading->view = view;
	clear(reading->tasks);
	pf_code_table_renew(&reading->tasks->store->codes);
	reading->executing.frames.count = reading->executing.threads.count = 0;
	pf_map_clear(&reading->executing.by_frame);
	pf_map_clear(&reading->types);
	pf_map_clear(&reading->workers);
	pf_map_clear(&reading->blocked);
}

static struct pf_error *work(struct pf_view *view, void *context)
{
	struct pf_tasks_reading *reading = context;
	PF_GUARD(pf_task_list_deinit) struct pf_task_list list = { 0 };
	begin(reading, view);
	PF_TRY(pf_executing_read(reading));
	PF_TRY(pf_task_list_read(reading->python, view, &list));
	return read_all(reading, &list);
}

/* --- the API */

static struct pf_error *create(struct pf_async_tasks **ret)
{
	PF_GUARD(guard_tasks) struct pf_async_tasks *tasks = calloc(1, sizeof(*tasks));
	if (!tasks || !(tasks->store = calloc(1, sizeof(*tasks->store))))
		return &pf_error_no_memory;
	*ret = pf_take(tasks);
	return NULL;
}

static void deinit(struct pf_tasks_reading *reading)
{
	pf_executing_deinit(&reading->executing);
	pf_array_deinit(&reading->chain);
	pf_map_deinit(&reading->types);
	pf_map_deinit(&reading->workers);
	pf_map_deinit(&reading->blocked);
	pf_async_tasks_destroy(reading->tasks);
}

/* Before 3.7 tasks are in attributes of classes, and futures have other callbacks. */
static struct pf_error *check(const struct pf_python *python)
{
	if (python->layout.library.future.callback0 != PF_ABSENT)
		return NULL;
	return pf_error_create(PF_UNSUPPORTED,
			       "tasks of asyncio are known of Python 3.7 and newer: that of "
			       "process %d is %s",
			       pf_process_pid(python->process), python->version);
}

struct pf_error *pf_python_read_async_tasks(struct pf_python *python, struct pf_hold *hold,
					    bool done, struct pf_async_tasks **ret)
{
	PF_GUARD(deinit) struct pf_tasks_reading reading = { .python = python, .done = done };
	uint64_t pause_ns;
	PF_TRY(check(python));
	PF_TRY(pf_asyncio_offsets_find(python));
	PF_TRY(create(&reading.tasks));
	PF_TRY(pf_values_look(python, hold, NULL, work, &reading, &pause_ns));
	reading.tasks->pause_ns = pause_ns;
	*ret = pf_take(reading.tasks);
	return NULL;
}
