/* What threads execute while asyncio's tasks are read: coroutines, and work of executors. */
#include "base/cleanup.h"
#include "python/instance.h"
#include "python/states.h"
#include "value/class.h"
#include "value/tasks_reading.h"
#include "value/workings.h"

#include <string.h>

void pf_executing_deinit(struct pf_executing *executing)
{
	pf_array_deinit(&executing->frames);
	pf_array_deinit(&executing->threads);
	pf_map_deinit(&executing->by_frame);
}

/* --- futures of concurrent.futures: who works for which, and who waits for which */

static bool ends_with(const char *text, const char *end)
{
	size_t size = strlen(text), end_size = strlen(end);
	return size >= end_size && !strcmp(text + size - end_size, end);
}

static bool is_frame(const struct pf_frame *frame, const char *function, const char *file)
{
	return !strcmp(frame->code->function, function) && ends_with(frame->code->file, file);
}

/* An executor's thread runs a _WorkItem, which has the future. */
static struct pf_error *try_work(struct pf_tasks_reading *reading, const struct pf_object *object,
				 pf_addr thread)
{
	pf_addr future;
	if (strcmp(object->class->name, "_WorkItem") != 0)
		return NULL;
	PF_TRY(pf_instance_find(reading->view->reader, object->at, "future", &future));
	return future ? pf_map_put(&reading->workers, future, thread) : NULL;
}

static struct pf_error *try_wait(struct pf_tasks_reading *reading, const struct pf_object *object,
				 pf_addr thread)
{
	bool is_future = !strcmp(object->class->name, "Future") &&
			 !strcmp(object->class->module, "concurrent.futures._base");
	return is_future ? pf_map_put(&reading->blocked, object->at, thread) : NULL;
}

static struct pf_error *try_item(struct pf_tasks_reading *reading, pf_addr at, pf_addr thread,
				 bool works)
{
	struct pf_object object;
	PF_TRY(pf_object_open(reading->view, at, &object));
	return works ? try_work(reading, &object, thread) : try_wait(reading, &object, thread);
}

static struct pf_error *note_future(struct pf_tasks_reading *reading, const struct pf_frame *frame,
				    pf_addr thread, bool works)
{
	PF_GUARD(pf_workings_deinit) struct pf_workings workings = { 0 };
	PF_TRY(pf_workings_read(reading->view, frame->at, frame->code->at, &workings));
	for (size_t i = 0; i < workings.count; i++)
		PF_TRY(pf_tasks_forgive(try_item(reading, workings.items[i], thread, works)));
	return NULL;
}

/* --- frames */

static struct pf_error *note_frame(struct pf_tasks_reading *reading, size_t index, pf_addr thread)
{
	const struct pf_frame *frame = &reading->executing.frames.items[index];
	PF_TRY(pf_map_put(&reading->executing.by_frame, frame->at, index + 1));
	bool works = is_frame(frame, "run", "concurrent/futures/thread.py");
	bool waits = is_frame(frame, "result", "concurrent/futures/_base.py") ||
		     is_frame(frame, "exception", "concurrent/futures/_base.py");
	return works || waits ? pf_tasks_forgive(note_future(reading, frame, thread, works)) : NULL;
}

static struct pf_error *read_thread(struct pf_tasks_reading *reading, pf_addr at)
{
	const struct pf_reader *reader = reading->view->reader;
	struct pf_executing *executing = &reading->executing;
	struct pf_executing_thread thread = { .at = at, .first = executing->frames.count };
	const char *truncated = NULL;
	pf_addr newest;
	PF_TRY(pf_frames_find_newest(reader, at, &newest));
	PF_TRY(pf_frames_walk(reader, &reading->tasks->store->codes, newest, &executing->frames,
			      &truncated));
	thread.count = executing->frames.count - thread.first;
	PF_TRY(pf_array_push(&executing->threads, thread));
	for (size_t i = thread.first; i < executing->frames.count; i++)
		PF_TRY(note_frame(reading, i, at));
	return NULL;
}

struct pf_error *pf_executing_read(struct pf_tasks_reading *reading)
{
	PF_GUARD(pf_states_deinit) struct pf_states states = { 0 };
	PF_TRY(pf_states_peek(reading->python, reading->view->reader, &states));
	for (size_t i = 0; i < states.threads.count && !pf_view_is_late(reading->view); i++)
		PF_TRY(pf_tasks_forgive(read_thread(reading, states.threads.items[i].at)));
	return NULL;
}

const struct pf_executing_thread *pf_executing_find(const struct pf_executing *executing,
						    pf_addr at, size_t *index_ret)
{
	const uint64_t *found = at ? pf_map_find(&executing->by_frame, at) : NULL;
	if (!found)
		return NULL;
	*index_ret = (size_t)*found - 1;
	for (size_t i = 0; i < executing->threads.count; i++) {
		const struct pf_executing_thread *thread = &executing->threads.items[i];
		if (*index_ret >= thread->first && *index_ret < thread->first + thread->count)
			return thread;
	}
	return NULL;
}
