/* value/task_links and value/told: who awaits whom, in each version's layout, whole and damaged. */
#include "assert_error.h"
#include "failing_malloc.h"
#include "failing_memory.h"
#include "fake_classes.h"
#include "fake_objects.h"
#include "tap.h"
#include "value/tasks_reading.h"
#include "value/told.h"

#include <stdlib.h>

enum { SIZE = 256, TASKS = 3 };

static struct fake_memory heap;
static pf_addr of_tasks, of_futures, of_functions, of_cells, of_tuples;

static void begin(int layout)
{
	fake_memory_init(&heap, (unsigned)layout);
	of_tasks = fake_class(&heap, "_asyncio.Task", 0, 0, 0);
	of_futures = fake_class(&heap, "_asyncio.Future", 0, 0, 0);
	of_functions = fake_class(&heap, "function", 0, 0, 0);
	of_cells = fake_class(&heap, "cell", 0, 0, 0);
	of_tuples = fake_class(&heap, "tuple", FAKE_TUPLE_TYPE, 0, 0);
}

static void teardown(void)
{
	fake_memory_deinit(&heap);
}

static bool has_tasks(void)
{
	return heap.layout.library.future.callback0 != PF_ABSENT;
}

static void set_callback(pf_addr future, pf_addr callback)
{
	fake_put_word(&heap, future + (pf_addr)heap.layout.library.future.callback0, callback);
}

/* A function of MODULE whose only variable from around it is VALUE. */
static pf_addr new_function(const char *module, pf_addr value)
{
	const struct pf_layout_function *layout = &heap.layout.objects.function;
	pf_addr cell = fake_object(&heap, of_cells, SIZE),
		at = fake_object(&heap, of_functions, SIZE);
	fake_put_word(&heap, cell + (pf_addr)heap.layout.objects.cell.contents, value);
	fake_put_word(&heap, at + (pf_addr)layout->module, fake_str(&heap, module));
	fake_put_word(&heap, at + (pf_addr)layout->closure, fake_tuple(&heap, of_tuples, &cell, 1));
	return at;
}

/* The tasks of a reading; the second waits for WAITER, the third for the first. */
static struct pf_async_tasks *new_tasks(pf_addr waiter)
{
	struct pf_async_tasks *tasks = calloc(1, sizeof(*tasks));
	tasks->store = calloc(1, sizeof(*tasks->store));
	tasks->items = calloc(TASKS, sizeof(*tasks->items));
	tasks->count = TASKS;
	for (size_t i = 0; i < TASKS; i++)
		tasks->items[i].at = fake_object(&heap, of_tasks, SIZE);
	tasks->items[1].waiter = waiter;
	tasks->items[2].waiter = tasks->items[0].at;
	return tasks;
}

static struct pf_error *try_links(struct pf_memory *memory, struct pf_async_tasks *tasks)
{
	struct pf_reader reader = { memory, &heap.layout };
	struct pf_view view;
	struct pf_tasks_reading reading = { .view = &view, .tasks = tasks };
	pf_view_init(&view, &reader);
	struct pf_error *err = pf_task_links_read(&reading);
	pf_view_deinit(&view);
	return err;
}

static void read_links(struct pf_memory *memory, struct pf_async_tasks *tasks)
{
	assert_ok(try_links(memory, tasks));
}

static void assert_awaiters(const struct pf_async_tasks *tasks, size_t index, size_t count,
			    size_t first)
{
	ck_assert_uint_eq(tasks->items[index].awaiter_count, count);
	if (count)
		ck_assert_uint_eq(tasks->items[index].awaiters[0], first);
}

START_TEST(directly)
{
	begin(_i);
	if (!has_tasks())
		return;
	struct pf_async_tasks *tasks = new_tasks(0);
	tasks->items[1].waiter = tasks->items[0].at;
	read_links(&heap.memory, tasks);
	assert_awaiters(tasks, 0, 2, 2);
	ck_assert_uint_eq(tasks->items[0].awaiters[1], 1);
	assert_awaiters(tasks, 1, 0, 0);
	assert_awaiters(tasks, 2, 0, 0);
	pf_async_tasks_destroy(tasks);
}
END_TEST

/* gather() of gather(): each future tells the next. */
START_TEST(by_callbacks)
{
	begin(_i);
	if (!has_tasks())
		return;
	pf_addr outer = fake_object(&heap, of_futures, SIZE),
		inner = fake_object(&heap, of_futures, SIZE);
	struct pf_async_tasks *tasks = new_tasks(outer);
	set_callback(tasks->items[0].at, new_function("asyncio.tasks", inner));
	set_callback(inner, new_function("asyncio.tasks", outer));
	set_callback(outer, new_function("asyncio.tasks", inner));    /* a circle */
	set_callback(tasks->items[2].at, new_function("app", outer)); /* may do anything */
	read_links(&heap.memory, tasks);
	assert_awaiters(tasks, 0, 2, 2);
	ck_assert_uint_eq(tasks->items[0].awaiters[1], 1);
	assert_awaiters(tasks, 2, 0, 0);
	pf_async_tasks_destroy(tasks);
}
END_TEST

/* Who waits for a task that another one waits for waits for the other alone. */
START_TEST(not_through_tasks)
{
	begin(_i);
	if (!has_tasks())
		return;
	struct pf_async_tasks *tasks = new_tasks(0);
	set_callback(tasks->items[1].at, new_function("asyncio.tasks", tasks->items[0].at));
	read_links(&heap.memory, tasks);
	assert_awaiters(tasks, 1, 0, 0);
	pf_async_tasks_destroy(tasks);
}
END_TEST

START_TEST(the_nth_read_fails)
{
	bool failed = true;
	begin(_i);
	if (!has_tasks())
		return;
	pf_addr future = fake_object(&heap, of_futures, SIZE);
	for (long n = 0; failed; n++) {
		struct pf_async_tasks *tasks = new_tasks(future);
		struct failing_memory failing;
		set_callback(tasks->items[0].at, new_function("asyncio.tasks", future));
		failing_memory_init(&failing, &heap.memory, n, &pf_error_fault);
		read_links(&failing.memory, tasks);
		failed = failing.failed;
		ck_assert_uint_le(tasks->items[0].awaiter_count, 2);
		ck_assert(failed || tasks->items[0].awaiter_count == 2);
		pf_async_tasks_destroy(tasks);
	}
}
END_TEST

START_TEST(no_memory)
{
	bool failed = true;
	begin(_i);
	if (!has_tasks())
		return;
	pf_addr future = fake_object(&heap, of_futures, SIZE);
	for (long n = 0; failed; n++) {
		struct pf_async_tasks *tasks = new_tasks(future);
		set_callback(tasks->items[0].at, new_function("asyncio.tasks", future));
		failing_malloc_arm(n);
		struct pf_error *err = try_links(&heap.memory, tasks);
		failed = failing_malloc_disarm();
		ck_assert((err == &pf_error_no_memory) == failed);
		ck_assert(failed || n > 5);
		pf_async_tasks_destroy(tasks);
	}
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("task_links");
	TCase *tests = tcase_create("task_links");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, directly, 0, layouts);
	tcase_add_loop_test(tests, by_callbacks, 0, layouts);
	tcase_add_loop_test(tests, not_through_tasks, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	tcase_add_loop_test(tests, no_memory, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
