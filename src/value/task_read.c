/* One of asyncio's tasks: its name, what it does, and where its coroutines stand. */
#include "base/cleanup.h"
#include "python/instance.h"
#include "python/object.h"
#include "python/string.h"
#include "value/class.h"
#include "value/coroutine.h"
#include "value/fields.h"
#include "value/kinds.h"
#include "value/tasks_reading.h"
#include "value/told.h"

#include <inttypes.h>
#include <string.h>

static struct pf_error *keep(struct pf_tasks_reading *reading, const struct pf_text *text,
			     const char **ret)
{
	PF_TRY(pf_text_check(text));
	*ret = pf_arena_text(&reading->tasks->store->arena, pf_text_str(text), text->size);
	return *ret ? NULL : &pf_error_no_memory;
}

/* --- names */

static struct pf_error *append_name(struct pf_view *view, pf_addr at, struct pf_text *text)
{
	struct pf_object object;
	int64_t number;
	PF_TRY(pf_object_open(view, at, &object));
	if (object.class->kind != &pf_kind_int)
		return pf_string_peek(view->reader, at, text);
	PF_TRY(pf_object_peek_int(view->reader, at, &number));
	pf_text_printf(text, "Task-%" PRId64, number);
	return NULL;
}

static struct pf_error *read_name(struct pf_tasks_reading *reading, const struct pf_future *task,
				  struct pf_async_task *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_addr at;
	PF_TRY(pf_future_field(reading->view, task, PF_FUTURE_NAME, &at));
	if (!at)
		return NULL;
	PF_TRY(append_name(reading->view, at, &text));
	return keep(reading, &text, &ret->name);
}

static struct pf_error *read_coroutine_name(struct pf_tasks_reading *reading,
					    const struct pf_object *coroutine,
					    struct pf_async_task *ret)
{
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	if (coroutine->class->kind != &pf_kind_generator)
		return NULL;
	PF_TRY(pf_field_text(reading->view, coroutine,
			     reading->view->reader->layout->objects.generator.qualname, &text));
	return keep(reading, &text, &ret->coroutine);
}

/* --- where it stands */

static struct pf_error *keep_frames(struct pf_tasks_reading *reading, const struct pf_frame *frames,
				    size_t count, struct pf_async_task *ret)
{
	size_t size = count * sizeof(*frames);
	ret->frames = pf_arena_alloc(&reading->tasks->store->arena, size + 1);
	if (!ret->frames)
		return &pf_error_no_memory;
	if (count)
		memcpy(ret->frames, frames, size);
	ret->frame_count = count;
	return NULL;
}

static void reverse(struct pf_frame *frames, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct pf_frame frame = frames[i];
		frames[i] = frames[count - 1 - i];
		frames[count - 1 - i] = frame;
	}
}

static struct pf_error *read_suspended(struct pf_tasks_reading *reading, pf_addr coroutine,
				       struct pf_async_task *ret)
{
	reading->chain.count = 0;
	PF_TRY(pf_coroutine_walk(reading->view, &reading->tasks->store->codes, coroutine,
				 &reading->chain, &ret->truncated));
	reverse(reading->chain.items, reading->chain.count);
	return keep_frames(reading, reading->chain.items, reading->chain.count, ret);
}

static struct pf_error *read_frames(struct pf_tasks_reading *reading,
				    const struct pf_object *coroutine, struct pf_async_task *ret)
{
	const struct pf_executing *executing = &reading->executing;
	pf_addr frame;
	size_t index;
	PF_TRY(pf_coroutine_frame(reading->view, coroutine, &frame));
	const struct pf_executing_thread *thread = pf_executing_find(executing, frame, &index);
	if (!thread)
		return read_suspended(reading, coroutine->at, ret);
	ret->state = PF_ASYNC_RUNNING;
	ret->thread = thread->at;
	return keep_frames(reading, executing->frames.items + thread->first,
			   index - thread->first + 1, ret);
}

/* One that is done may have none any more, and stands nowhere. */
static struct pf_error *read_coroutine(struct pf_tasks_reading *reading,
				       const struct pf_future *task, struct pf_async_task *ret)
{
	struct pf_object coroutine;
	pf_addr at;
	PF_TRY(pf_future_field(reading->view, task, PF_FUTURE_COROUTINE, &at));
	if (!at)
		return NULL;
	PF_TRY(pf_object_open(reading->view, at, &coroutine));
	PF_TRY(pf_tasks_forgive(read_coroutine_name(reading, &coroutine, ret)));
	return ret->state == PF_ASYNC_DONE ? NULL : read_frames(reading, &coroutine, ret);
}

/* --- what it waits for */

/* The names of classes are few. */
static struct pf_error *keep_type(struct pf_tasks_reading *reading, const struct pf_class *class,
				  const char **ret)
{
	const uint64_t *known = pf_map_find(&reading->types, class->at);
	*ret = known ? (const char *)(uintptr_t)*known
		     : pf_arena_text(&reading->tasks->store->arena, class->name,
				     strlen(class->name));
	if (!*ret)
		return &pf_error_no_memory;
	return known ? NULL : pf_map_put(&reading->types, class->at, (uintptr_t)*ret);
}

/* A future of another thread's work: asyncio's own is chained to it, so that either tells the other. */
static struct pf_error *read_outside(struct pf_tasks_reading *reading,
				     const struct pf_future *future, struct pf_async_task *ret)
{
	PF_GUARD(pf_told_deinit) struct pf_told told = { 0 };
	PF_GUARD(pf_text_deinit) struct pf_text text = { 0 };
	pf_addr state;
	PF_TRY(pf_told_read(reading->view, future, &told));
	if (!told.outside)
		return NULL;
	PF_TRY(pf_instance_find(reading->view->reader, told.outside, "_state", &state));
	if (!state)
		return NULL;
	PF_TRY(pf_string_peek(reading->view->reader, state, &text));
	const uint64_t *worker = pf_map_find(&reading->workers, told.outside);
	ret->worker = worker ? *worker : 0;
	return keep(reading, &text, &ret->outside);
}

static struct pf_error *read_waiter(struct pf_tasks_reading *reading, const struct pf_future *task,
				    struct pf_async_task *ret)
{
	struct pf_future future;
	bool is_future;
	PF_TRY(pf_future_field(reading->view, task, PF_FUTURE_WAITER, &ret->waiter));
	if (!ret->waiter)
		return NULL;
	ret->state = PF_ASYNC_WAITING;
	PF_TRY(pf_future_open(reading->view, ret->waiter, &future, &is_future));
	PF_TRY(keep_type(reading, future.object.class, &ret->waiter_type));
	return is_future && !future.task ? read_outside(reading, &future, ret) : NULL;
}

/* --- all of it */

static struct pf_error *read_parts(struct pf_tasks_reading *reading, const struct pf_future *task,
				   struct pf_async_task *ret)
{
	PF_TRY(pf_tasks_forgive(read_name(reading, task, ret)));
	PF_TRY(pf_tasks_forgive(pf_future_field(reading->view, task, PF_FUTURE_LOOP, &ret->loop)));
	if (ret->state != PF_ASYNC_DONE)
		PF_TRY(pf_tasks_forgive(read_waiter(reading, task, ret)));
	return read_coroutine(reading, task, ret);
}

struct pf_error *pf_task_read(struct pf_tasks_reading *reading, pf_addr at,
			      struct pf_async_task *ret, bool *wanted_ret)
{
	struct pf_future task;
	enum pf_future_state state;
	*ret = (struct pf_async_task){ .at = at };
	PF_TRY(pf_future_open(reading->view, at, &task, wanted_ret));
	if (!*wanted_ret || !task.task)
		return &pf_error_torn;
	PF_TRY(pf_future_peek_state(reading->view, &task, &state));
	ret->state = state == PF_FUTURE_PENDING ? PF_ASYNC_READY : PF_ASYNC_DONE;
	*wanted_ret = state == PF_FUTURE_PENDING || reading->done;
	return *wanted_ret ? read_parts(reading, &task, ret) : NULL;
}
