/* python/gils: the state of each GIL: own, shared, for all, not needed. */
#include "assert_error.h"
#include "child.h"
#include "fake_runtime.h"
#include "tap.h"

static struct fake_memory heap;
static struct pf_python python;
static pf_addr main_one, thread;
static struct pf_gil_state *gils;
static size_t count;

static void setup(int index)
{
	fake_memory_init(&heap, (unsigned)index);
	fake_python_init(&heap, &python);
	assert_ok(pf_page_cache_create(&heap.memory, &python.cache));
	python.runtime = fake_runtime(&heap);
	main_one = fake_interpreter(&heap, python.runtime, 0);
	thread = fake_thread(&heap, main_one, 1, 1, 0);
	gils = NULL;
}

static void teardown(void)
{
	free(gils);
	pf_page_cache_destroy(python.cache);
	fake_memory_deinit(&heap);
}

static void read_gils(void)
{
	free(gils);
	gils = NULL;
	assert_ok(pf_python_read_gils(&python, &gils, &count));
}

static pf_addr gil_of(pf_addr interpreter)
{
	pf_addr at;
	assert_ok(pf_reader_peek_word(&heap.reader,
				      interpreter + (pf_addr)heap.layout.interpreter.gil, &at));
	return at;
}

static pf_addr interval_at(void)
{
	if (heap.layout.traits.gil == GIL_INTERPRETER)
		return gil_of(main_one) + (pf_addr)heap.layout.gil.interval;
	return python.runtime + (pf_addr)heap.layout.runtime.gil_last_holder - 8;
}

START_TEST(one_that_is_held)
{
	setup(_i);
	if (heap.layout.traits.gil == GIL_CURRENT)
		return;
	fake_gil(&heap, python.runtime, main_one, 1, thread, 42);
	fake_put_word(&heap, interval_at(), 5000);
	read_gils();
	ck_assert_uint_eq(count, 1);
	ck_assert_uint_eq(gils->interpreter,
			  heap.layout.traits.gil == GIL_INTERPRETER ? main_one : 0);
	ck_assert(gils->own && !gils->disabled);
	ck_assert_uint_eq(gils->holder, thread);
	ck_assert_uint_eq(gils->last_holder, thread);
	ck_assert_int_eq(gils->switches, 42);
	ck_assert_int_eq(gils->interval_us, 5000);
	ck_assert_int_eq(gils->check_interval, PF_UNKNOWN);
}
END_TEST

START_TEST(before_3_7_variables_tell)
{
	setup(_i);
	if (heap.layout.traits.gil != GIL_CURRENT)
		return;
	read_gils();
	ck_assert_uint_eq(gils->holder, 0);
	ck_assert_int_eq(gils->switches, PF_UNKNOWN);
	ck_assert_int_eq(gils->interval_us, PF_UNKNOWN);
	ck_assert_int_eq(gils->check_interval, PF_UNKNOWN);
	python.globals.gil_interval_at = fake_alloc(&heap, 8);
	python.globals.check_interval_at = fake_alloc(&heap, 4);
	fake_put_word(&heap, python.globals.gil_interval_at, 7000);
	fake_put_int(&heap, python.globals.check_interval_at, 100);
	read_gils();
	ck_assert_int_eq(gils->interval_us, 7000);
	ck_assert_int_eq(gils->check_interval, 100);
}
END_TEST

START_TEST(own_and_shared)
{
	setup(_i);
	pf_addr own = fake_interpreter(&heap, python.runtime, 1);
	pf_addr shared = fake_interpreter(&heap, python.runtime, 2);
	if (heap.layout.traits.gil == GIL_INTERPRETER)
		fake_put_word(&heap, shared + (pf_addr)heap.layout.interpreter.gil,
			      gil_of(main_one));
	read_gils();
	ck_assert_uint_eq(count, heap.layout.traits.gil == GIL_INTERPRETER ? 3 : 1);
	if (count == 1)
		return;
	ck_assert(gils[0].own && gils[1].own && !gils[2].own);
	ck_assert_uint_eq(gils[1].interpreter, own);
	ck_assert_int_eq(gils[2].id, 2);
}
END_TEST

/* Free-threaded builds begin the structure with `enabled`. */
START_TEST(one_that_nobody_needs)
{
	setup(_i);
	if (heap.layout.traits.gil != GIL_INTERPRETER)
		return;
	heap.layout.gil.interval += 8;
	heap.layout.gil.last_holder += 8;
	heap.layout.gil.locked += 8;
	heap.layout.gil.switch_number += 8;
	heap.layout.gil.enabled = 0;
	python.layout = heap.layout;
	python.free_threaded = true;
	read_gils();
	ck_assert(gils->disabled);
	ck_assert_int_eq(gils->switches, PF_UNKNOWN);
	fake_put_int(&heap, gil_of(main_one), 1);
	read_gils();
	ck_assert(!gils->disabled);
}
END_TEST

START_TEST(one_that_cannot_be_read)
{
	struct child child;
	setup(_i);
	if (heap.layout.traits.gil != GIL_INTERPRETER)
		return;
	fake_put_word(&heap, main_one + (pf_addr)heap.layout.interpreter.gil, 16);
	child_start(&child, child_echo, NULL);
	assert_ok(pf_process_attach(child.pid, &python.process));
	assert_error(pf_python_read_gils(&python, &gils, &count), PF_TORN, "the GILs");
	child_end(&child);
	assert_error(pf_python_read_gils(&python, &gils, &count), PF_GONE, "ended");
	pf_process_destroy(python.process);
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("gils");
	TCase *tests = tcase_create("gils");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, one_that_is_held, 0, layouts);
	tcase_add_loop_test(tests, before_3_7_variables_tell, 0, layouts);
	tcase_add_loop_test(tests, own_and_shared, 0, layouts);
	tcase_add_loop_test(tests, one_that_nobody_needs, 0, layouts);
	tcase_add_loop_test(tests, one_that_cannot_be_read, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
