/* Who awaits which of asyncio's tasks: directly, or by what gather(), wait() and the like make. */
#include "base/cleanup.h"
#include "value/tasks_reading.h"
#include "value/told.h"

/* More futures between a task and those who wait for it are not looked at, nor more of those. */
enum { FUTURES = 64, AWAITERS = 64 };

/* Looking for who waits for one task. */
struct search {
	struct pf_tasks_reading *reading;
	const struct pf_map *by_task;	/* a task's address → its index plus one */
	const struct pf_map *by_waiter; /* a future → the last task that waits for it, plus one */
	const size_t
		*others; /* of each task, one more that waits for the same, plus one; 0: none */
	struct pf_addresses futures; /* found so far, itself first; each is followed once */
	struct pf_told told[2];	     /* by tasks; by other futures */
	size_t awaiters[AWAITERS], count;
	pf_addr blocked; /* a thread; 0: none */
};

static struct pf_error *add_future(struct search *search, pf_addr at)
{
	for (size_t i = 0; i < search->futures.count; i++) {
		if (search->futures.items[i] == at)
			return NULL;
	}
	if (search->futures.count >= FUTURES)
		return NULL;
	return pf_array_push(&search->futures, at);
}

static void add_awaiter(struct search *search, size_t index)
{
	for (size_t i = 0; i < search->count; i++) {
		if (search->awaiters[i] == index)
			return;
	}
	if (search->count < AWAITERS)
		search->awaiters[search->count++] = index;
}

static void add_waiting(struct search *search, pf_addr future)
{
	const uint64_t *last = pf_map_find(search->by_waiter, future);
	size_t next = last ? (size_t)*last : 0;
	while (next && search->count < AWAITERS) {
		add_awaiter(search, next - 1);
		next = search->others[next - 1];
	}
}

static struct pf_error *add_told(struct search *search, const struct pf_told *told)
{
	const uint64_t *blocked =
		told->outside ? pf_map_find(&search->reading->blocked, told->outside) : NULL;
	if (blocked)
		search->blocked = *blocked;
	for (size_t i = 0; i < told->tasks.count; i++) {
		const uint64_t *index = pf_map_find(search->by_task, told->tasks.items[i]);
		if (index)
			add_awaiter(search, (size_t)*index - 1);
	}
	for (size_t i = 0; i < told->futures.count; i++)
		PF_TRY(add_future(search, told->futures.items[i]));
	return NULL;
}

/* Another task goes on by itself: who waits for it does not wait for what it waits for. */
static struct pf_error *follow(struct search *search, size_t position)
{
	struct pf_told *told = &search->told[position != 0];
	pf_addr at = search->futures.items[position];
	struct pf_future future;
	bool is_future;
	PF_TRY(pf_future_open(search->reading->view, at, &future, &is_future));
	if (!is_future || (future.task && position))
		return NULL;
	add_waiting(search, at);
	PF_TRY(pf_told_read(search->reading->view, &future, told));
	return add_told(search, told);
}

static struct pf_error *keep(struct search *search, struct pf_async_task *task)
{
	task->awaiters = pf_arena_alloc(&search->reading->tasks->store->arena,
					(search->count + 1) * sizeof(*task->awaiters));
	if (!task->awaiters)
		return &pf_error_no_memory;
	for (size_t i = 0; i < search->count; i++)
		task->awaiters[i] = search->awaiters[i];
	task->awaiter_count = search->count;
	task->blocked = search->blocked;
	return NULL;
}

static struct pf_error *link_task(struct search *search, struct pf_async_task *task)
{
	search->futures.count = search->count = 0;
	search->blocked = 0;
	PF_TRY(add_future(search, task->at));
	for (size_t i = 0; i < search->futures.count; i++)
		PF_TRY(pf_tasks_forgive(follow(search, i)));
	return keep(search, task);
}

static struct pf_error *link_all(struct search *search, struct pf_async_tasks *tasks)
{
	for (size_t i = 0; i < tasks->count; i++) {
		if (pf_view_is_late(search->reading->view))
			tasks->late = true;
		else
			PF_TRY(link_task(search, &tasks->items[i]));
	}
	return NULL;
}

/* Those who wait for one future are chained. */
static struct pf_error *index_tasks(const struct pf_async_tasks *tasks, struct pf_map *by_task,
				    struct pf_map *by_waiter, size_t *others)
{
	for (size_t i = 0; i < tasks->count; i++) {
		pf_addr waiter = tasks->items[i].waiter;
		const uint64_t *last = waiter ? pf_map_find(by_waiter, waiter) : NULL;
		others[i] = last ? (size_t)*last : 0;
		PF_TRY(pf_map_put(by_task, tasks->items[i].at, i + 1));
		if (waiter)
			PF_TRY(pf_map_put(by_waiter, waiter, i + 1));
	}
	return NULL;
}

static void deinit(struct search *search)
{
	pf_array_deinit(&search->futures);
	pf_told_deinit(&search->told[0]);
	pf_told_deinit(&search->told[1]);
}

struct pf_error *pf_task_links_read(struct pf_tasks_reading *reading)
{
	PF_GUARD(pf_map_deinit) struct pf_map by_task = { 0 };
	PF_GUARD(pf_map_deinit) struct pf_map by_waiter = { 0 };
	PF_AUTO_FREE size_t *others = calloc(reading->tasks->count + 1, sizeof(*others));
	struct search search = { reading, &by_task, &by_waiter, others, .count = 0 };
	if (!others)
		return &pf_error_no_memory;
	struct pf_error *err = index_tasks(reading->tasks, &by_task, &by_waiter, others);
	if (!err)
		err = link_all(&search, reading->tasks);
	deinit(&search);
	return err;
}
