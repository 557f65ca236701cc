/* value/task_list: sets and lists of tasks, in each version's layout, whole and damaged. */
#include "assert_error.h"
#include "failing_malloc.h"
#include "failing_memory.h"
#include "fake_classes.h"
#include "fake_runtime.h"
#include "tap.h"
#include "value/task_list.h"

enum { WORD = 8, ENTRY = 16, TASK_SIZE = 512, SET_SIZE = 256, MASK = 7 };

static struct fake_memory heap;
static struct pf_python python;
static struct pf_task_list list;
static pf_addr interpreter, thread, of_tasks, of_sets, of_references;

static void begin(int layout)
{
	fake_memory_init(&heap, (unsigned)layout);
	list = (struct pf_task_list){ .count = 0 };
	if (heap.layout.library.task.node != PF_ABSENT) { /* fakes are shorter than the real ones */
		heap.layout.library.task.tasks_of_interpreter = 4096;
		heap.layout.library.task.tasks_of_thread = 480;
	}
	of_tasks = fake_class(&heap, "_asyncio.Task", 0, 0, 0);
	of_sets = fake_class(&heap, "set", 0, 0, 0);
	of_references = fake_class(&heap, "weakref.ReferenceType", 0, 0, 0);
	fake_put_word(&heap, of_references + (pf_addr)heap.layout.type.name,
		      fake_c_string(&heap, "weakref.ReferenceType"));
	pf_addr runtime = fake_runtime(&heap);
	interpreter = fake_interpreter(&heap, runtime, 0);
	thread = fake_thread(&heap, interpreter, 1, 1, 0);
	fake_python_init(&heap, &python);
	python.runtime = runtime;
}

static void teardown(void)
{
	pf_task_list_deinit(&list);
	fake_memory_deinit(&heap);
}

static pf_addr new_task(void)
{
	return fake_object(&heap, of_tasks, TASK_SIZE);
}

static pf_addr new_reference(pf_addr to)
{
	pf_addr at = fake_object(&heap, of_references, 64);
	fake_put_word(&heap, at + (pf_addr)heap.layout.objects.weakref.object, to);
	return at;
}

/* A set with the COUNT items, and a place that is free between them. */
static pf_addr new_set(const pf_addr *items, size_t count)
{
	const struct pf_layout_set *layout = &heap.layout.objects.set;
	pf_addr at = fake_object(&heap, of_sets, SET_SIZE),
		table = fake_alloc(&heap, (MASK + 1) * ENTRY);
	for (size_t i = 0; i < count; i++)
		fake_put_word(&heap, table + 2 * i * ENTRY + (pf_addr)layout->entry_key, items[i]);
	fake_put_word(&heap, at + (pf_addr)layout->mask, MASK);
	fake_put_word(&heap, at + (pf_addr)layout->table, table);
	return at;
}

static void put_module(const char *name, pf_addr value)
{
	struct fake_item global = { fake_str(&heap, name), value };
	pf_addr module = fake_object(&heap, fake_type_of(&heap, FAKE_MODULE), 56);
	fake_put_word(&heap, module + (pf_addr)heap.layout.object.module_dict,
		      fake_dict_new(&heap, &global, 1, DICT_COMBINED));
	struct fake_item item = { fake_str(&heap, "asyncio.tasks"), module };
	fake_put_word(&heap, interpreter + (pf_addr)heap.layout.interpreter.modules,
		      fake_dict_new(&heap, &item, 1, DICT_COMBINED));
}

static struct pf_error *read_through(struct pf_memory *memory)
{
	struct pf_view view;
	pf_task_list_deinit(&list);
	list = (struct pf_task_list){ .count = 0 };
	python.live.memory = python.pages.memory = memory;
	pf_view_init(&view, &python.pages);
	struct pf_error *err = pf_task_list_read(&python, &view, &list);
	pf_view_deinit(&view);
	return err;
}

static void assert_list(const pf_addr *want, size_t count)
{
	assert_ok(read_through(&heap.memory));
	ck_assert_uint_eq(list.count, count);
	for (size_t i = 0; i < count; i++)
		ck_assert_uint_eq(list.items[i], want[i]);
}

START_TEST(none)
{
	begin(_i);
	assert_list(NULL, 0);
	ck_assert_ptr_eq(list.truncated, NULL);
	put_module("nothing", fake_none(&heap));
	assert_list(NULL, 0);
	ck_assert_ptr_eq(list.truncated, NULL);
}
END_TEST

START_TEST(sets)
{
	begin(_i);
	pf_addr tasks[] = { new_task(), new_task(), new_task() };
	pf_addr items[] = { new_reference(tasks[0]), new_reference(fake_none(&heap)),
			    new_reference(tasks[1]) };
	struct fake_item data = { fake_str(&heap, "data"), new_set(items, 3) };
	put_module("_all_tasks", fake_instance(&heap, &data, 1, PLACE_DICTOFFSET));
	assert_list(tasks, 2);
	ck_assert_ptr_eq(list.truncated, NULL);
	put_module("_eager_tasks", new_set(tasks, 3));
	assert_list(tasks, 3);
	ck_assert_ptr_eq(list.truncated, NULL);
}
END_TEST

START_TEST(sets_that_lie)
{
	begin(_i);
	pf_addr tasks[] = { new_task(), 4096 * 7 };
	pf_addr set = new_set(tasks, 2);
	put_module("_eager_tasks", set);
	assert_list(tasks, 2); /* whoever opens it will see */
	ck_assert_ptr_eq(list.truncated, NULL);
	fake_put_word(&heap, set + (pf_addr)heap.layout.objects.set.mask, UINT64_MAX >> 1);
	assert_list(NULL, 0);
	ck_assert(list.truncated != NULL);
	put_module("_eager_tasks", fake_str(&heap, "no set"));
	assert_list(NULL, 0);
	put_module("_eager_tasks", 16);
	assert_list(NULL, 0);
	ck_assert(list.truncated != NULL);
}
END_TEST

/* --- lists */

static pf_addr node_of(pf_addr task)
{
	return task + (pf_addr)heap.layout.library.task.node;
}

static void link_to(pf_addr node, pf_addr next)
{
	fake_put_word(&heap, node + (pf_addr)heap.layout.library.task.node_next, next);
}

START_TEST(lists)
{
	begin(_i);
	const struct pf_layout_task *layout = &heap.layout.library.task;
	if (layout->node == PF_ABSENT)
		return;
	pf_addr tasks[] = { new_task(), new_task(), new_task() };
	pf_addr head = thread + (pf_addr)layout->tasks_of_thread;
	pf_addr old = interpreter + (pf_addr)layout->tasks_of_interpreter;
	link_to(head, node_of(tasks[0]));
	link_to(node_of(tasks[0]), node_of(tasks[1]));
	link_to(node_of(tasks[1]), head);
	link_to(old, node_of(tasks[2]));
	link_to(node_of(tasks[2]), old);
	assert_list(tasks, 3);
	ck_assert_ptr_eq(list.truncated, NULL);
	link_to(node_of(tasks[1]), node_of(tasks[0])); /* past the head */
	assert_list(tasks, 3);
	ck_assert(list.truncated != NULL);
	link_to(node_of(tasks[1]), 16);
	assert_ok(read_through(&heap.memory));
	ck_assert(list.truncated != NULL);
}
END_TEST

START_TEST(the_nth_read_fails)
{
	bool failed = true;
	begin(_i);
	pf_addr task = new_task(), item = new_reference(task);
	struct fake_item data = { fake_str(&heap, "data"), new_set(&item, 1) };
	put_module("_scheduled_tasks", fake_instance(&heap, &data, 1, PLACE_DICTOFFSET));
	for (long n = 0; failed; n++) {
		struct failing_memory failing;
		failing_memory_init(&failing, &heap.memory, n, &pf_error_fault);
		struct pf_error *err = read_through(&failing.memory);
		failed = failing.failed;
		ck_assert(!err || failed);
		ck_assert(failed || list.count == 1);
		pf_error_destroy(err);
	}
}
END_TEST

START_TEST(no_memory)
{
	bool failed = true;
	begin(_i);
	pf_addr task = new_task(), item = new_reference(task);
	struct fake_item data = { fake_str(&heap, "data"), new_set(&item, 1) };
	put_module("_scheduled_tasks", fake_instance(&heap, &data, 1, PLACE_DICTOFFSET));
	for (long n = 0; failed; n++) {
		failing_malloc_arm(n);
		struct pf_error *err = read_through(&heap.memory);
		failed = failing_malloc_disarm();
		ck_assert((err == &pf_error_no_memory) == failed);
		ck_assert(failed || n > 5);
	}
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("task_list");
	TCase *tests = tcase_create("task_list");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, none, 0, layouts);
	tcase_add_loop_test(tests, sets, 0, layouts);
	tcase_add_loop_test(tests, sets_that_lie, 0, layouts);
	tcase_add_loop_test(tests, lists, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	tcase_add_loop_test(tests, no_memory, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
