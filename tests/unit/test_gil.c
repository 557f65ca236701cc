/* python/gil: who holds the GIL and who collects garbage, in each of the three kinds of GIL. */
#include "assert_error.h"
#include "failing_memory.h"
#include "fake_runtime.h"
#include "python/gil.h"
#include "tap.h"

static struct fake_memory heap;
static struct pf_python python;
static pf_addr interpreter, thread;
static struct pf_gil gil;

static void teardown(void)
{
	fake_memory_deinit(&heap);
}

static void setup(int index)
{
	fake_memory_init(&heap, (unsigned)index);
	fake_python_init(&heap, &python);
	python.runtime = fake_runtime(&heap);
	interpreter = fake_interpreter(&heap, python.runtime, 0);
	thread = fake_thread(&heap, interpreter, 1, 1, 0);
}

static void peek(void)
{
	memset(&gil, 0xff, sizeof(gil));
	assert_ok(pf_gil_peek(&python, &heap.reader, interpreter, &gil));
}

static void check_gil(pf_addr holder, pf_addr last_holder, uint64_t switches)
{
	peek();
	ck_assert_uint_eq(gil.holder, holder);
	ck_assert_uint_eq(gil.last_holder, last_holder);
	ck_assert_uint_eq(gil.switches, switches);
	ck_assert(gil.counted);
}

START_TEST(before_3_7_a_global_tells)
{
	setup(_i);
	if (heap.layout.traits.gil != GIL_CURRENT)
		return;
	peek(); /* no such symbol */
	ck_assert_uint_eq(gil.holder, 0);
	ck_assert(!gil.counted);
	python.current_at = fake_alloc(&heap, 8);
	fake_put_word(&heap, python.current_at, thread);
	peek();
	ck_assert_uint_eq(gil.holder, thread);
	ck_assert(!gil.counted);
}
END_TEST

START_TEST(held_and_free)
{
	setup(_i);
	if (heap.layout.traits.gil == GIL_CURRENT)
		return;
	fake_gil(&heap, python.runtime, interpreter, 1, thread, 42);
	check_gil(thread, thread, 42);
	fake_gil(&heap, python.runtime, interpreter, 0, thread, UINT64_MAX);
	check_gil(0, thread, UINT64_MAX);
}
END_TEST

START_TEST(awaited_at_its_condition_only)
{
	setup(_i);
	fake_gil(&heap, python.runtime, interpreter, 1, thread, 42);
	peek();
	ck_assert_int_eq(!gil.cond, heap.layout.traits.gil == GIL_CURRENT);
	ck_assert_int_eq(pf_gil_is_awaited(&gil, gil.cond), gil.cond != 0);
	ck_assert_int_eq(pf_gil_is_awaited(&gil, gil.cond + 55), gil.cond != 0);
	ck_assert(!pf_gil_is_awaited(&gil, gil.cond + 56));
	ck_assert(!pf_gil_is_awaited(&gil, gil.cond - 1));
	ck_assert(!pf_gil_is_awaited(&gil, 0));
}
END_TEST

/* 3.7 and 3.8 make the GIL with the first thread; until then tstate_current tells. */
START_TEST(before_there_is_a_gil)
{
	setup(_i);
	if (heap.layout.traits.gil == GIL_CURRENT)
		return;
	fake_gil(&heap, python.runtime, interpreter, -1, thread, 0);
	if (heap.layout.traits.gil == GIL_RUNTIME)
		fake_put_word(&heap, python.runtime + (pf_addr)heap.layout.runtime.tstate_current,
			      interpreter);
	peek();
	ck_assert_uint_eq(gil.holder, heap.layout.traits.gil == GIL_RUNTIME ? interpreter : 0);
}
END_TEST

START_TEST(each_interpreter_may_have_its_own)
{
	setup(_i);
	if (heap.layout.traits.gil != GIL_INTERPRETER)
		return;
	pf_addr main_one = interpreter;
	fake_gil(&heap, python.runtime, main_one, 1, thread, 5);
	interpreter = fake_interpreter(&heap, python.runtime, 1);
	check_gil(0, 0, 0);
	fake_put_word(&heap, interpreter + (pf_addr)heap.layout.interpreter.gil, 0);
	peek(); /* not made yet */
	ck_assert_uint_eq(gil.holder, 0);
	ck_assert(!gil.counted);
	fake_put_word(&heap, interpreter + (pf_addr)heap.layout.interpreter.gil, 16);
	ck_assert_ptr_eq(pf_gil_peek(&python, &heap.reader, interpreter, &gil), &pf_error_fault);
}
END_TEST

static pf_addr collecting_at(void)
{
	if (heap.layout.interpreter.gc_collecting != PF_ABSENT)
		return interpreter + (pf_addr)heap.layout.interpreter.gc_collecting;
	if (heap.layout.runtime.gc_collecting != PF_ABSENT)
		return python.runtime + (pf_addr)heap.layout.runtime.gc_collecting;
	python.collecting_at = fake_alloc(&heap, 4);
	return python.collecting_at;
}

START_TEST(collecting)
{
	bool have = true;
	setup(_i);
	assert_ok(pf_gil_peek_collecting(&python, &heap.reader, interpreter, &have));
	ck_assert(!have);
	fake_put_int(&heap, collecting_at(), 1);
	assert_ok(pf_gil_peek_collecting(&python, &heap.reader, interpreter, &have));
	ck_assert(have);
}
END_TEST

START_TEST(the_nth_read_fails)
{
	setup(_i);
	python.current_at = fake_alloc(&heap, 8);
	bool failed = true;
	for (long n = 0; failed; n++) {
		struct failing_memory failing;
		failing_memory_init(&failing, &heap.memory, n, &pf_error_gone);
		struct pf_reader reader = { &failing.memory, &heap.layout };
		struct pf_error *err = pf_gil_peek(&python, &reader, interpreter, &gil);
		failed = failing.failed;
		ck_assert_ptr_eq(err, failed ? &pf_error_gone : NULL);
	}
}
END_TEST

int main(void)
{
	int layouts = fake_memory_layouts();
	Suite *suite = suite_create("gil");
	TCase *tests = tcase_create("gil");
	tcase_add_checked_fixture(tests, NULL, teardown);
	tcase_add_loop_test(tests, before_3_7_a_global_tells, 0, layouts);
	tcase_add_loop_test(tests, held_and_free, 0, layouts);
	tcase_add_loop_test(tests, awaited_at_its_condition_only, 0, layouts);
	tcase_add_loop_test(tests, before_there_is_a_gil, 0, layouts);
	tcase_add_loop_test(tests, each_interpreter_may_have_its_own, 0, layouts);
	tcase_add_loop_test(tests, collecting, 0, layouts);
	tcase_add_loop_test(tests, the_nth_read_fails, 0, layouts);
	suite_add_tcase(suite, tests);
	return tap_run(suite);
}
